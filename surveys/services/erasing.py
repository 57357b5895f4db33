"""Making sure that what closing deleted cannot be read back from the database's files."""

from proof import erasing

# Where a code, a sealed item, a day count or the wrapped key of a closed wave has been, and where
# requests to be called lay in the order in which they came; and addresses for letters.
_TABLES = (
    "surveys_accesscode",
    "surveys_sealeditem",
    "surveys_daycount",
    "surveys_wave",
    "surveys_callrequest",
    "surveys_letteraddress",
)


def erase_leftovers() -> bool:
    """Rewrite the places where deleted rows of the urn lay; False when that could not be done now."""
    return erasing.erase_leftovers(_TABLES)
