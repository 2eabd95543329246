"""What customers are told about an order, and when it is news."""

import pytest
from django.utils.translation import override

from handschlag.capabilities.ordering.events import OrderChanged, OrderRecorded
from handschlag.capabilities.ordering.models import Order
from handschlag.capabilities.ordering.news import NEWS
from handschlag.core.topics import Topic, Words

TOPICS = {topic.key: topic for topic in NEWS}
ORDER = Order(public_id="abc", customer_reference="BE-17")


def recorded(progress: str) -> OrderRecorded:
    return OrderRecorded(number="AB-1", progress=progress, gross_amount="119.00", currency="EUR")


def changed(progress: str) -> OrderChanged:
    return OrderChanged(number="AB-1", progress=progress, gross_amount="119.00", currency="EUR")


def topic(name: str) -> Topic:
    return TOPICS[f"ordering.{name}"]


@pytest.mark.parametrize(
    ("name", "event", "before", "expected"),
    [
        ("shipped", changed("shipped"), changed("confirmed"), True),
        ("shipped", changed("shipped"), changed("partly_shipped"), True),
        ("shipped", changed("partly_shipped"), recorded("received"), True),
        ("shipped", recorded("shipped"), None, True),
        ("shipped", changed("shipped"), changed("shipped"), False),
        ("shipped", changed("delivered"), changed("shipped"), False),
        ("shipped", recorded("received"), None, False),
        ("cancelled", changed("cancelled"), changed("confirmed"), True),
        ("cancelled", changed("cancelled"), changed("cancelled"), False),
        ("cancelled", changed("confirmed"), changed("received"), False),
        ("received", recorded("received"), None, True),
    ],
)
def test_only_what_is_new_is_news(
    name: str, event: OrderRecorded, before: OrderRecorded | None, *, expected: bool
) -> None:
    assert topic(name).is_news(event, before) is expected


@pytest.mark.parametrize(
    ("name", "event", "title"),
    [
        ("received", recorded("received"), "Bestellung AB-1 ist eingegangen"),
        ("shipped", changed("shipped"), "Bestellung AB-1 ist unterwegs"),
        ("shipped", changed("partly_shipped"), "Ein Teil der Bestellung AB-1 ist unterwegs"),
        ("cancelled", changed("cancelled"), "Bestellung AB-1 wurde storniert"),
    ],
)
def test_news_say_what_has_happened(name: str, event: OrderRecorded, title: str) -> None:
    with override("de"):
        words = topic(name).words(event, ORDER)
    assert words == Words(title, "Ihre Referenz: BE-17", "/orders/abc/")


def test_order_without_reference_says_where_to_look() -> None:
    with override("en"):
        words = topic("shipped").words(changed("shipped"), Order(public_id="abc"))
    assert words.title == "Order AB-1 is on its way"
    assert words.sentence == "The order shows all lines and deliveries."
