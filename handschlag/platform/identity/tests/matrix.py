from handschlag.core.tests.matrix.answers import Answers
from handschlag.core.tests.matrix.visitors import Visitor


def form(visitor: Visitor) -> int:
    """Who is signed in has nothing to do here."""
    return 302 if visitor.is_signed_in else 200


FORM = Answers(status={"GET": form, "HEAD": form, "POST": form})
NEEDS_A_STEP_BEFORE = Answers(status={"GET": 302, "HEAD": 302, "POST": 302})
ROUTES = {
    "identity:sign_in": FORM,
    "identity:confirm_code": NEEDS_A_STEP_BEFORE,
    "identity:forgotten_password": Answers(status={"POST": 200}),
    "identity:confirm_password_code": NEEDS_A_STEP_BEFORE,
    "identity:new_password": NEEDS_A_STEP_BEFORE,
    "identity:sign_out": Answers(status={"POST": 302}),
    "account_inactive": Answers(status={"GET": 403, "HEAD": 403}),
    "account_signup": Answers(status={"GET": 404, "HEAD": 404, "POST": 404}),
}
