from handschlag.core.isolation.declarations import CURRENT_ORGANISATION

visibility = {
    "identity_person": (
        "exists (select 1 from organisations_membership m where m.person_id = identity_person.id"
        f" and m.organisation_id = {CURRENT_ORGANISATION})"
    )
}
