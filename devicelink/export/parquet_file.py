"""A table as Parquet: typed columns, each with its unit and meaning in the file's own metadata.

Needs the extra `parquet`. Guarded by tests/export/test_parquet_file.py.
"""

import io
from itertools import islice
from typing import Any, Final

from devicelink.errors import UsageError
from devicelink.export.kinds import kinds_of
from devicelink.export.tables import Table

_ROWS: Final = 65_536


def as_parquet(table: Table) -> bytes:
    """The file's bytes. Raises UsageError without the extra."""
    arrow, parquet = _arrow()
    types = {bool: arrow.bool_(), int: arrow.int64(), float: arrow.float64(), str: arrow.string()}
    kinds = kinds_of([column.name for column in table.columns])
    schema = arrow.schema(
        arrow.field(c.name, types[kinds[c.name]], metadata={"unit": c.unit, "meaning": c.meaning})
        for c in table.columns
    )
    made = io.BytesIO()
    with parquet.ParquetWriter(made, schema, compression="zstd") as writer:
        rows = iter(table.rows)
        while some := list(islice(rows, _ROWS)):
            columns = [
                arrow.array(values, type=field.type)
                for values, field in zip(zip(*some, strict=True), schema, strict=True)
            ]
            writer.write_table(arrow.table(columns, schema=schema))
    return made.getvalue()


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow  # noqa: PLC0415, ICN001
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("parquet_needs_pyarrow") from error
    return pyarrow, pyarrow.parquet
