"""Why something cannot be done, in words for the person who wanted it."""


class PartnerRefusal(Exception):  # noqa: N818 (it says what is so)
    """`str()` is Dutch and says how to go on."""


class PartnerHasEnded(PartnerRefusal):
    pass


class ContactHasLeft(PartnerRefusal):
    pass


class AddressInUse(PartnerRefusal):
    pass


class AlreadyGranted(PartnerRefusal):
    pass


class CovenantNotInForce(PartnerRefusal):
    pass
