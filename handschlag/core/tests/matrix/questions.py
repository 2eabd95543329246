"""Gates that are asked by the house itself: what they find is looked at again before it is told,
so that no page and no mail would show what they let through."""

from collections.abc import Iterator
from dataclasses import dataclass

from handschlag.core.tests.matrix.answers import Question
from handschlag.core.tests.matrix.scene import Scene


@dataclass(frozen=True)
class QuestionCell:
    name: str
    question: Question

    def __str__(self) -> str:
        return f"question {self.name}"

    def faults(self, scene: Scene) -> Iterator[str]:
        for said, expected in self.question(scene):
            if said != expected:
                yield f"{self}: {said} instead of {expected}"
