"""Many ids as one parameter: the statement is the same however many they are."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Boolean, Dialect, String, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class Ids(TypeDecorator[Collection[str]]):
    """Many ids: an array on PostgreSQL, JSON on SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Give how the database takes them."""
        return ARRAY(String()) if dialect.name == "postgresql" else String()

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> Any:
        """Give them as the database takes them."""
        ids = list(value or ())
        return ids if dialect.name == "postgresql" else json.dumps(ids)


class Among(FunctionElement[bool]):
    """Whether a column is one of the ids of a parameter."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> "Among":
        """Stand as it is beside other conditions; SQLite would look no index up for `(...) = 1`."""
        return self


def among(column: Any, parameter: str) -> Any:
    """Give the condition that a column is one of the ids given as this parameter."""
    return Among(column, bindparam(parameter, type_=Ids()))


@compiles(Among, "sqlite")
def _in_json(element: Among, compiler: Any, **how: Any) -> str:
    column, ids = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - both compiled


@compiles(Among, "postgresql")
def _in_array(element: Among, compiler: Any, **how: Any) -> str:
    column, ids = (compiler.process(each, **how) for each in element.clauses)
    return f"{column} = ANY ({ids})"
