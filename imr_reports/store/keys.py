"""The store's secret by which a data set's rows get their keys."""

import secrets

from imr_reports.errors import ConfigurationError
from imr_reports.store.parts import DAMAGED
from imr_reports.store.working import Store

_NAME, _BYTES = "dataset_key", 32


def dataset_secret(store: Store) -> bytes:
    """Return the secret, drawn when it is first asked for.

    It stands in the manifest: a purge of letters leaves it where it leaves the ledger, so that the versions
    of a data set go on calling a case by one key.

    Raises:
        ConfigurationError: if it is damaged.
    """
    with store.connection as connection:
        connection.execute(
            "INSERT OR IGNORE INTO meta VALUES (?, ?)", (_NAME, secrets.token_bytes(_BYTES).hex())
        )
    (text,) = store.connection.execute("SELECT value FROM meta WHERE name = ?", (_NAME,)).fetchone()
    try:
        secret = bytes.fromhex(text)
    except (TypeError, ValueError):
        secret = b""
    if len(secret) != _BYTES:
        raise ConfigurationError(DAMAGED)
    return secret
