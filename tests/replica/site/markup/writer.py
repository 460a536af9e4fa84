"""What the three writers share: walking the document and putting its pieces together."""

from __future__ import annotations

from abc import ABC, abstractmethod

from tests.replica.site.nodes import Document, Node, Region


class Writer(ABC):
    """Turns a document into HTML; subclasses write each piece in their own tags."""

    joint = "\n"
    """What stands between two pieces."""

    def write(self, document: Document) -> str:
        """The whole page."""
        body = "\n".join(self.region(region, document) for region in document.regions)
        return self.page(document, body)

    def nodes(self, nodes: tuple[Node, ...]) -> str:
        """Each node by the method that carries its lower-case class name."""
        return self.joint.join(getattr(self, type(node).__name__.lower())(node) for node in nodes)

    @abstractmethod
    def page(self, document: Document, body: str) -> str:
        """Doctype, head and what surrounds the regions."""

    @abstractmethod
    def region(self, region: Region, document: Document) -> str:
        """One part of the page with all its nodes."""
