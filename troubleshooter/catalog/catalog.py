"""The whole of knowledge/, loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from troubleshooter.catalog.causes import load_cause
from troubleshooter.catalog.complaints import load_complaints, said_fact, said_question
from troubleshooter.catalog.vocabulary import Vocabulary, load_vocabulary
from troubleshooter.errors import KnowledgeError
from troubleshooter.model import Cause, Complaint, FactSpec, Question


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every cause, in the order shown, and the closed lists they are written in. `root` is the knowledge/ folder."""

    causes: tuple[Cause, ...]
    facts: Mapping[str, FactSpec]
    questions: Mapping[str, Question]
    recipes: frozenset[str]
    probes: frozenset[str]
    materials: frozenset[str]
    root: Path
    complaints: tuple[Complaint, ...] = ()

    def cause(self, name: str) -> Cause:
        """The cause of this name; KeyError when there is none."""
        for cause in self.causes:
            if cause.name == name:
                return cause
        raise KeyError(name)


def load(root: Path | None = None) -> Catalog:
    """Read knowledge/ at `root`, or where it is found; raise KnowledgeError (file:line and the mend) if broken."""
    root = (root or find_root()).absolute()
    vocabulary = load_vocabulary(root)
    causes = sorted(_causes(root, vocabulary), key=lambda cause: (cause.order, cause.name))
    _refuse_same_evidence(causes)
    complaints = load_complaints(root)
    return Catalog(
        causes=tuple(causes),
        facts={**vocabulary.facts, **said_fact(complaints)},
        questions={**vocabulary.questions, **said_question(complaints)},
        recipes=vocabulary.recipes,
        probes=vocabulary.probes,
        materials=vocabulary.materials,
        root=root,
        complaints=complaints,
    )


def _causes(root: Path, vocabulary: Vocabulary) -> Iterable[Cause]:
    folders = sorted(path for path in (root / "causes").glob("*") if path.is_dir() and (path / "cause.toml").exists())
    return (load_cause(folder, root, vocabulary) for folder in folders)


def find_root() -> Path:
    """knowledge/ inside the installed package, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    places = (package / "knowledge", package.parent / "knowledge")
    for place in places:
        if (place / "vocabulary.toml").is_file():
            return place
    hint = "reinstall the package, or run it from a checkout"
    raise KnowledgeError("I cannot find the knowledge folder", where=f"{places[0]}:1", hint=hint)


def _refuse_same_evidence(causes: Iterable[Cause]) -> None:
    """Two causes with one block in common could never be told apart by it."""
    seen: dict[frozenset[tuple[str, tuple[str, ...]]], str] = {}
    for cause in causes:
        for block in cause.evidence:
            key = frozenset((fact, tuple(sorted(values))) for fact, values in block.items())
            if seen.setdefault(key, cause.name) != cause.name:
                raise KnowledgeError(
                    f"the causes {seen[key]} and {cause.name} have the same evidence block",
                    where=f"knowledge/causes/{cause.name}/cause.toml:1",
                    hint="add the fact that separates them to one of the two",
                )
