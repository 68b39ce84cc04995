"""Rows of texts as one parameter: the statement is the same however many they are."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Date, Dialect, String, bindparam, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

Texts = Sequence[Sequence[str | None]]


class Rows(TypeDecorator[Texts]):
    """Rows of texts, as JSON."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Texts | None, dialect: Dialect) -> str:
        """Give them as the database takes them."""
        return json.dumps(value or ())


class Each(FunctionElement[Any]):
    """The rows of a parameter as a table with one column, `value`."""

    inherit_cache = True


class Item(FunctionElement[str]):
    """One text of such a row, by its place from 0 on."""

    type = String()
    inherit_cache = True


class As(FunctionElement[Any]):
    """Such a text as what a column of another type holds, where the database tells them apart."""

    inherit_cache = True


class AsJson(As):
    """As JSON."""

    type = JSON()
    inherit_cache = True


class AsDate(As):
    """As a date, from "YYYY-MM-DD"."""

    type = Date()
    inherit_cache = True


def items(parameter: str, count: int) -> list[Any]:
    """Give the columns of the table that is given as this parameter, so many texts a row."""
    value = Each(bindparam(parameter, type_=Rows())).table_valued("value", name="given").c.value
    return [Item(value, literal_column(str(place))) for place in range(count)]


@compiles(Each, "sqlite")
def _each_in_json(element: Each, compiler: Any, **how: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **how)})"


@compiles(Each, "postgresql")
def _each_element(element: Each, compiler: Any, **how: Any) -> str:
    return f"json_array_elements(CAST({compiler.process(element.clauses, **how)} AS json))"


@compiles(Item, "sqlite")
def _item_in_json(element: Item, compiler: Any, **how: Any) -> str:
    value, place = (compiler.process(each, **how) for each in element.clauses)
    return f"json_extract({value}, '$[{place}]')"


@compiles(Item, "postgresql")
def _item(element: Item, compiler: Any, **how: Any) -> str:
    value, place = (compiler.process(each, **how) for each in element.clauses)
    return f"({value} ->> {place})"


@compiles(As, "sqlite")
def _as_it_is(element: As, compiler: Any, **how: Any) -> str:
    return str(compiler.process(element.clauses, **how))


@compiles(As, "postgresql")
def _cast(element: As, compiler: Any, **how: Any) -> str:
    kind = compiler.dialect.type_compiler_instance.process(element.type)
    return f"CAST({compiler.process(element.clauses, **how)} AS {kind})"
