"""
Rows of the shelf keep the tokens of their heads too: PostgreSQL made them by regular expressions, in each index anew.

An index of organisations below the root, for lists that ask for more than the index of words knows.
"""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NEIGHBOURS = r"'([^ ]+) ([^ ]+)', '\1+\2', 'g'"
_PAIRS = (
    f"string_to_array(regexp_replace(head, {_NEIGHBOURS}), ' ')"
    f" || string_to_array(regexp_replace(substr(head, strpos(head, ' ') + 1), {_NEIGHBOURS}), ' ')"
)
_BELONGS = """
            '@k' || kind, '@o' || organisation_id, coalesce('@o' || first_id, ''), coalesce('@o' || second_id, ''),
            '@b' || CAST(sid >> 12 AS text), '@c' || CAST(sid >> 15 AS text)],
        '')))
"""
_WORDS = f"""
    CREATE INDEX ix_shelf_words ON shelf USING gin (array_to_tsvector(array_remove(
        string_to_array(head, ' ')
        || string_to_array(accented, ' ')
        || string_to_array(tokens, ' ')
        || ARRAY[{_BELONGS}"""
_WORDS_BEFORE = f"""
    CREATE INDEX ix_shelf_words ON shelf USING gin (array_to_tsvector(array_remove(
        string_to_array(head, ' ')
        || string_to_array(regexp_replace(head, {_NEIGHBOURS}), ' ')
        || string_to_array(regexp_replace(substr(head, strpos(head, ' ') + 1), {_NEIGHBOURS}), ' ')
        || string_to_array(regexp_replace(' ' || accented, ' [!-~]+(?= |$)', '', 'g'), ' ')
        || string_to_array(body, ' ')
        || ARRAY[{_BELONGS}"""


def upgrade() -> None:
    op.execute("ALTER TABLE shelf RENAME COLUMN body TO tokens")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_shelf_words")
        # What the expressions give that is no pair is the last word, and stands in the head already.
        op.execute(f"""
            UPDATE shelf SET tokens = concat_ws(' ', nullif((
                SELECT string_agg(DISTINCT one, ' ') FROM unnest({_PAIRS}) AS pairs (one) WHERE one LIKE '%+%'
            ), ''), nullif(tokens, ''))
        """)  # noqa: S608 -- no outside text
        op.execute(_WORDS)
    op.create_index("ix_shelf_first_id", "shelf", ["first_id"])


def downgrade() -> None:
    op.drop_index("ix_shelf_first_id", table_name="shelf")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX ix_shelf_words")
        op.execute("""
            UPDATE shelf SET tokens = coalesce((
                SELECT string_agg(one, ' ' ORDER BY place)
                FROM unnest(string_to_array(tokens, ' ')) WITH ORDINALITY AS held (one, place) WHERE one LIKE '/%'
            ), '')
        """)
    op.execute("ALTER TABLE shelf RENAME COLUMN tokens TO body")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_WORDS_BEFORE)
