"""`/healthz` says that the process lives, `/readyz` that it can serve.

Answered before a transaction begins: a probe must get its answer when the database is away.
"""

from collections.abc import Callable

from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from handschlag.core.database import pending_migrations

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HealthMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return JsonResponse({"status": "alive"})
        if request.path == "/readyz":
            problems = readiness_problems()
            state = "unready" if problems else "ready"
            return JsonResponse(
                {"status": state, "problems": problems}, status=503 if problems else 200
            )
        return self.get_response(request)


def readiness_problems() -> list[str]:
    try:
        with connections["autocommit"].cursor() as cursor:
            cursor.execute("select 1")
        return ["migrations are pending: run `handschlag migrate`"] if pending_migrations() else []
    except DatabaseError as error:
        return [f"the database does not answer: {type(error).__name__}"]
