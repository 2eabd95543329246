from handschlag.connectors.files.events import LinesKeptApart, LinesReleased, OrdersImported
from handschlag.connectors.files.models import ImportRun, UnassignedLine
from handschlag.core.actions import BulkOutcome, bulk_action
from handschlag.core.actor import Actor
from handschlag.core.journal import subject_of
from handschlag.core.rules import is_system
from handschlag.core.upserts import Rows, TakenIn, fetched, upsert

UNASSIGNED = (
    "kind",
    "article",
    "description",
    "quantity",
    "unit_price",
    "currency",
    "moment",
    "country",
)
# Of the documents in this run, the lines that the file no longer has without a customer.
RELEASE = """
delete from connector_files_unassignedline line using (
    select number, coalesce(max(lines) filter (where customer = ''), 0) as lines
    from connector_files_stageddocument where run_id = %s group by number) as document
where (line.system, line.document) = (%s, document.number) and line.position > document.lines
returning line.id
"""


@bulk_action(is_system)
def keep_lines_apart(by: Actor, *, lines: Rows, run: ImportRun) -> BulkOutcome[TakenIn]:
    """Keep lines that name no customer where no customer sees them. The same again is nothing."""
    key = ("system", "document", "position")
    written = upsert(UnassignedLine, lines, key=key, columns=UNASSIGNED, uncompared=["as_of"])
    created = sum(is_new for _, is_new in written)
    entry = LinesKeptApart(lines=len(written)) if written else None
    return BulkOutcome(TakenIn(created, len(written) - created), entry, subject_of(run), quiet=True)


@bulk_action(is_system)
def release_lines(by: Actor, *, run: ImportRun) -> BulkOutcome[int]:
    """Drop the lines without customer that have one in this file, or are not in it any more."""
    released = len(fetched(Rows(RELEASE, [run.pk, run.system])))
    entry = LinesReleased(lines=released) if released else None
    return BulkOutcome(released, entry, subject_of(run), quiet=True)


@bulk_action(is_system)
def conclude_import(by: Actor, *, run: ImportRun) -> BulkOutcome[None]:
    """The entry of the whole run; a run that changed nothing leaves none."""
    created = sum(count["created"] for count in run.counts.values())
    changed = sum(count["changed"] for count in run.counts.values())
    entry = OrdersImported(
        sha256=run.sha256,
        rows=run.staged + run.refused,
        refused=run.refused,
        created=created,
        changed=changed,
    )
    is_different = created or changed
    return BulkOutcome(None, entry if is_different else None, subject_of(run), quiet=True)
