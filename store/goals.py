"""Goals of a relationship, each with its dated history."""

from datetime import datetime

from sqlmodel import Field, Session, SQLModel, col, select

from store.types import Instant, Words, new_id


class Goal(SQLModel, table=True):
    """What the mentee hopes for; a private one is seen by its author alone."""

    id: str = Field(default_factory=new_id, primary_key=True)
    relationship_id: str = Field(foreign_key="relationship.id", index=True)
    author_id: str = Field(foreign_key="person.id")
    text: str = Field(sa_type=Words)
    private: bool = False
    position: int = 0
    created_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_as: str | None = None


class GoalChange(SQLModel, table=True):
    """One line of a goal's history: added, reworded, shared, made private or closed."""

    id: str = Field(default_factory=new_id, primary_key=True)
    goal_id: str = Field(foreign_key="goal.id", index=True)
    change: str
    text: str | None = Field(default=None, sa_type=Words)
    changed_at: datetime = Field(sa_type=Instant)


def of_relationship(tx: Session, relationship_id: str) -> list[Goal]:
    """Give all goals of a relationship, open and closed, in their order."""
    return list(
        tx.exec(
            select(Goal)
            .where(Goal.relationship_id == relationship_id)
            .order_by(col(Goal.position), col(Goal.created_at))
        ).all()
    )


def history(tx: Session, relationship_id: str) -> list[GoalChange]:
    """Give the history of all goals of a relationship, oldest first."""
    return list(
        tx.exec(
            select(GoalChange)
            .join(Goal, col(Goal.id) == col(GoalChange.goal_id))
            .where(Goal.relationship_id == relationship_id)
            .order_by(col(GoalChange.changed_at))
        ).all()
    )


def changes(tx: Session, goal_id: str) -> list[GoalChange]:
    """Give the history of one goal, oldest first."""
    return list(
        tx.exec(
            select(GoalChange)
            .where(GoalChange.goal_id == goal_id)
            .order_by(col(GoalChange.changed_at))
        ).all()
    )
