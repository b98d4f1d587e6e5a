"""A key's fingerprint tells keys apart within a store, and stores nothing of them."""

from imr_reports.pipeline.policies import key_fingerprint
from imr_reports.pipeline.version import policy_of, reading_version
from imr_reports.records.site import NO_SITE
from imr_reports.scrub.policy import load_policy


def test_a_fingerprint_follows_the_key_and_the_store() -> None:
    key, other, salt = bytes(range(32)), bytes(32), b"s" * 32
    assert key_fingerprint(key, salt) == key_fingerprint(key, salt)
    assert key_fingerprint(key, salt) not in {key_fingerprint(other, salt), key_fingerprint(key, b"t" * 32)}
    assert key_fingerprint(b"", salt) == ""
    assert key_fingerprint(salt, salt) not in salt.hex()


def test_a_version_names_the_key_only_by_its_fingerprint() -> None:
    expert = load_policy("expert")
    one, two = (reading_version(NO_SITE, expert, mark) for mark in ("aa", "bb"))
    assert policy_of(one) != policy_of(two)
    assert policy_of(reading_version()) == ""
