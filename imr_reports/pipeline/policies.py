"""The policy that the settings name, and the key by which it moves dates."""

import hashlib
import json
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

from imr_reports.errors import ConfigurationError
from imr_reports.pipeline.version import policy_of
from imr_reports.records.policy import KeyedPolicy, Operator, Policy, Standard
from imr_reports.records.tables import Audience
from imr_reports.scrub.policy import load_policy
from imr_reports.store import Store

POLICY_FILE = "policy.json"
KEY_BYTES = 32
_SHORTEST_KEY = 16
_FINGERPRINT_BYTES = 6


def keyed_policy(
    name: str, key_file: Path | None, fallback: Callable[[], bytes] | None = None
) -> KeyedPolicy:
    """Return a policy with its key: of the key file, or else what `fallback` gives, or else a fresh one.

    Args:
        name: a shipped policy or a TOML file.
        key_file: the file that the user named.
        fallback: gives the store's key; called only for a policy that shifts dates.

    Raises:
        ConfigurationError: if the policy or the key file can't be used.
    """
    policy = load_policy(name)
    if not policy.uses(Operator.SHIFT):
        if key_file is not None:
            raise ConfigurationError(f"a key file is given, but the policy '{policy.name}' shifts no dates")
        return KeyedPolicy(policy=policy)
    if key_file is not None:
        return KeyedPolicy(policy=policy, key=read_key(key_file))
    return KeyedPolicy(policy=policy, key=fallback() if fallback else secrets.token_bytes(KEY_BYTES))


def read_key(file: Path) -> bytes:
    """Return the key in a file, which no one but its owner may read.

    Raises:
        ConfigurationError: if it can't be read, is open to others, or is too short to be secret.
    """
    try:
        mode, key = file.stat().st_mode, file.read_bytes()
    except OSError:
        raise ConfigurationError("the key file can't be read; check the path given for --key-file") from None
    if stat.S_IMODE(mode) & 0o077:
        raise ConfigurationError("the key file can be read by others; chmod 600 it and make a new key")
    if len(key) < _SHORTEST_KEY:
        raise ConfigurationError(f"the key file is too short; it takes {_SHORTEST_KEY} random bytes at least")
    return key


def key_fingerprint(key: bytes, salt: bytes) -> str:
    """Return what tells one key from another in a store, and tells nothing of the key; "" for no key.

    Args:
        key: of a policy that shifts dates.
        salt: the store's own secret. Without it nothing can be tried against the fingerprint; with it each
            try is slow, since a user's key need not be random.
    """
    if not key:
        return ""
    return hashlib.scrypt(key, salt=b"fingerprint" + salt, n=2**14, r=8, p=1, dklen=_FINGERPRINT_BYTES).hex()


def refuse_public(policy: Policy, audience: Audience) -> None:
    """Refuse a public report of what is not de-identified.

    Raises:
        ConfigurationError: if the policy keeps what the public may not read.
    """
    if audience is Audience.PUBLIC and not policy.may_be_published:
        raise ConfigurationError(f"no public report under the policy '{policy.name}': it {_unfit(policy)}")


def refuse_data_set(policy: Policy) -> None:
    """Refuse a data set, in either tier, of what is not de-identified.

    Raises:
        ConfigurationError: if the policy keeps what nobody else may read.
    """
    if not policy.may_be_published:
        raise ConfigurationError(f"no data set under the policy '{policy.name}': it {_unfit(policy)}")


def _unfit(policy: Policy) -> str:
    if policy.standard is Standard.LIMITED:
        return f"keeps {policy.kept() or 'to the rules of a limited data set'}: it is for internal use"
    return "shifts dates and names no expert's determination"


def refuse_mixture(store: Store, version: str) -> None:
    """Refuse a store whose letters were read under another policy or key and can no longer be read again.

    Raises:
        ConfigurationError: if it is one.
    """
    if any(policy_of(read) != policy_of(version) for read in store.versions()):
        raise ConfigurationError(
            "the store holds letters that were read under another policy or key and are not where they were; "
            "give them again with --letters, or choose another --store"
        )


def policy_facts(policy: Policy) -> dict[str, str]:
    """Return what a manifest says of a policy: the name that it declares, its standard, its checksum."""
    return {
        "policy": policy.name,
        "policy_standard": str(policy.standard),
        "policy_sha256": policy.digest,
    }


def note_policy(folder: Path, policy: Policy) -> None:
    """Write which policy a folder's texts were made under.

    Raises:
        ConfigurationError: if it holds texts that were made under another.
    """
    file = folder / POLICY_FILE
    facts = {**policy_facts(policy), "meets": policy.words}
    try:
        earlier = json.loads(file.read_text(encoding="utf-8")).get("policy_sha256") if file.exists() else None
    except (ValueError, AttributeError):
        earlier = "unknown"
    if earlier not in {None, policy.digest}:
        raise ConfigurationError(
            "the output folder holds texts made under another policy; choose another with --out"
        )
    file.touch(mode=0o600)
    file.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
