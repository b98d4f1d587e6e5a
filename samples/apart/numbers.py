"""Identifiers and contacts in many shapes; telephones and domains are those kept for fiction."""

from collections.abc import Callable
from random import Random

from samples.apart.marked import plain, tag
from samples.apart.phrases import listed

# `9` is a digit, `a` a letter; anything else stands for itself.
_SHAPES = {
    "mrn": [
        "9999999",
        "99-99-99",
        "a9999999",
        "00999999",
        "aa-999999",
        "999 99 99",
        "M000999999",
        "99999999-9",
    ],
    "claim": [
        "aa99-99999",
        "9999999999",
        "99a99a999999",
        "aaa-9999-999999",
        "WC99-999999",
        "999-aa-9999999-a",
        "00999.99999",
        "aa 99 99999",
        "2999-9999-99",
        "99-999999-9999",
    ],
    "adj": ["ADJ9999999", "ADJ99999999", "ADJ 9999999", "ADJ#9999999"],
    "acct": ["99999999", "a99-99999", "9999-999-99", "INV-999999", "99a9999", "AC9999999"],
    "policy": ["WC-99999999", "aaa9999999-99", "99 aa 999999", "P99999-999", "4999-9999-9999"],
    "npi": ["1999999999"],
    "dea": ["Ba9999999", "Fa9999999", "Ma9999999"],
    "licence": ["A99999", "G 99999", "C-99999", "20A9999", "DC 99999", "PA99999", "999999"],
    "dl": ["a9999999", "CDL a9999999", "N9999999"],
    "plate": ["9aaa999", "9a99999", "aaa 999", "8aaa9a9"],
    "vin": ["1FTaa99a9aa999999", "2T1aa99a9aa999999", "5XYaa9a99aa999999"],
    "serial": ["SN-9999999", "a99a-99999", "9999-aa-999", "NJA999999a", "99a-99999-99"],
    "rx": ["9999999", "99-9999999", "a999999", "999999-99"],
    "empid": ["E99999", "99-9999", "EE-999999", "9999999"],
}
_DRAWN = {"9": "0123456789", "a": "ABCDEFGHJKLMNPRSTUVWXYZ"}


def number(kind: str, rng: Random) -> str:
    """Return a tagged identifier of that kind."""
    shape = rng.choice(_SHAPES[kind])
    return tag("ID", "".join(rng.choice(_DRAWN[sign]) if sign in _DRAWN else sign for sign in shape))


def ssn(rng: Random) -> str:
    """Return a social security number of a block that is never issued."""
    middle, last = rng.randrange(10, 99), rng.randrange(1000, 9999)
    return tag(
        "ID",
        rng.choice([f"000-{middle}-{last}", f"000 {middle} {last}", f"000{middle}{last}", f"XXX-XX-{last}"]),
    )


def ssn_tail(rng: Random) -> str:
    return tag("ID", f"{rng.randrange(1000, 9999)}")


def _local(rng: Random) -> tuple[str, str]:
    return rng.choice(listed("area_codes")), f"01{rng.randrange(100):02d}"


def phone(rng: Random) -> str:
    """Return a telephone number."""
    area, last = _local(rng)
    shapes = [
        f"({area}) 555-{last}",
        f"{area}-555-{last}",
        f"{area}.555.{last}",
        f"({area})555-{last}",
        f"{area} 555 {last}",
        f"1-{area}-555-{last}",
        f"+1 {area} 555 {last}",
        f"{area}555{last}",
        f"({area}) 555 - {last}",
        f"{area}/555-{last}",
    ]
    return tag("CONTACT", rng.choices(shapes, [9, 9, 3, 2, 2, 2, 1, 1, 1, 1])[0])


def extension(rng: Random) -> str:
    """Return a telephone number with its extension."""
    area, last = _local(rng)
    tail = rng.choice([" ext. {}", " x{}", ", extension {}", " Ext {}", " x. {}"]).format(
        rng.randrange(10, 9999)
    )
    return tag("CONTACT", rng.choice([f"({area}) 555-{last}", f"{area}-555-{last}"]) + tail)


def _slug(text: str) -> str:
    folded = (
        plain(text)
        .lower()
        .replace("ñ", "n")
        .replace("é", "e")
        .replace("á", "a")
        .replace("í", "i")
        .replace("ó", "o")
    )
    return "".join(sign for sign in folded if sign.isascii() and sign.isalnum()) or "office"


def email(first: str, last: str, place: str, rng: Random) -> str:
    """Return an e-mail address of a person or of an office."""
    given, family = _slug(first), _slug(last)
    user = rng.choice(
        [
            f"{given}.{family}",
            f"{given[0]}{family}",
            f"{family}{rng.randrange(60, 99)}",
            f"{given}_{family[:4]}",
        ]
    )
    domain = rng.choice([f"{_slug(place)[:16]}.example", "mail.example.com", "example.net", "example.org"])
    return tag(
        "CONTACT", rng.choice([f"{user}@{domain}", f"{user}@{domain}", f"{user.upper()}@{domain.upper()}"])
    )


def spoken_email(last: str, place: str, rng: Random) -> str:
    return tag(
        "CONTACT",
        f"{_slug(last)} {rng.choice(['at', '(at)'])} {_slug(place)[:14]} {rng.choice(['dot', '(dot)'])} com",
    )


def url(place: str, rng: Random) -> str:
    site = f"{_slug(place)[:18]}.example"
    return tag(
        "CONTACT",
        rng.choice(
            [f"www.{site}", f"https://portal.{site}/login", f"http://www.{site}/mychart", f"{site}/patients"]
        ),
    )


def ip(rng: Random) -> str:
    return tag("CONTACT", f"{rng.choice(['192.0.2', '198.51.100', '203.0.113'])}.{rng.randrange(2, 250)}")


def case_number(year: int, rng: Random) -> str:
    return tag("ID", f"CM{year % 100:02d}-{rng.randrange(1000, 260000):07d}")


MAKERS: dict[str, Callable[[Random], str]] = {
    "ssn": ssn,
    "ssn4": ssn_tail,
    "phone": phone,
    "cell": phone,
    "fax": phone,
    "phonext": extension,
    "ip": ip,
}
