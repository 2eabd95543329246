from django.db import migrations

JOURNAL = """
create sequence core_journal_number;
create table core_journal (
    id bigint not null default nextval('core_journal_number'),
    recorded_at timestamptz not null default now(),
    occurred_at timestamptz not null,
    transaction xid8 not null default pg_current_xact_id(),
    kind varchar(80) not null,
    version smallint not null,
    actor_kind varchar(20) not null,
    person_id bigint,
    membership_id bigint,
    on_behalf_of_id bigint,
    organisation_id bigint,
    portal_id bigint,
    channel varchar(20) not null,
    subject_kind varchar(80) not null,
    subject_id bigint not null,
    cause_id bigint,
    origin varchar(80) not null default '',
    quiet boolean not null default false,
    body jsonb not null,
    primary key (id, recorded_at)
) partition by range (recorded_at);
create table core_journal_default partition of core_journal default;
create index core_journal_timeline on core_journal (organisation_id, occurred_at desc, id desc);
create index core_journal_subject on core_journal (subject_kind, subject_id, id);
"""

CACHE = """
create unlogged table core_cache (
    cache_key varchar(255) primary key,
    value text not null,
    expires timestamptz not null
);
create index core_cache_expires on core_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(JOURNAL, "drop table core_journal; drop sequence core_journal_number"),
        migrations.RunSQL(CACHE, "drop table core_cache"),
    ]
