"""Scrapy that follows a site's links and keeps nothing: what any crawl by Scrapy takes at least.

    python -m tests.bench.plain_scrapy ADDRESS lxml|bs4

Links, images and ids of every page are read with lxml by XPath or with BeautifulSoup; addresses
known already make no request, and Scrapy's dearest defaults are off (items in parallel, cookies).
Nothing is captured, written or judged. It ends with 1 where no page came.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Response

SETTINGS = {
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "CONCURRENT_ITEMS": 4,
    "COOKIES_ENABLED": False,
    "DOWNLOAD_DELAY": 0.001,
    "RETRY_TIMES": 1,
}


class Plain(Spider):
    """Follows what leads to the site itself, each address once."""

    name = "plain"
    handle_httpstatus_list = (404,)

    def __init__(self, address: str, reader: str, **options: Any) -> None:
        """``reader``: ``lxml`` or ``bs4``."""
        super().__init__(**options)
        self.address = address
        self.read = {"lxml": with_lxml, "bs4": with_beautiful_soup}[reader]
        self.seen: set[str] = set()
        self.places: dict[str, set[str]] = {}
        """Address of each page -> its ids, as a checker of fragments needs them."""

    async def start(self) -> AsyncIterator[Request]:
        """The start page."""
        yield Request(f"{self.address}/")

    def parse(self, response: Response) -> Iterator[Request]:
        """Ask for what is new."""
        if not isinstance(response, HtmlResponse):
            return
        targets, ids = self.read(response)
        self.places[response.url] = ids
        for target in targets:
            try:
                url = urldefrag(urljoin(response.url, target)).url
            except ValueError:
                continue
            if url not in self.seen and url.startswith(f"{self.address}/"):
                self.seen.add(url)
                yield Request(url, dont_filter=True)


def with_lxml(response: HtmlResponse) -> tuple[list[str], set[str]]:
    """What a page points to, and its ids."""
    return response.xpath("//a/@href|//img/@src").getall(), set(response.xpath("//@id").getall())


def with_beautiful_soup(response: HtmlResponse) -> tuple[list[str], set[str]]:
    """The same by BeautifulSoup, as its documentation shows it, with lxml below."""
    soup = BeautifulSoup(response.text, "lxml")
    targets = [str(tag["href"]) for tag in soup.find_all("a", href=True)]
    targets += [str(tag["src"]) for tag in soup.find_all("img", src=True)]
    return targets, {str(tag["id"]) for tag in soup.find_all(id=True)}


def main(arguments: list[str]) -> int:
    """Crawl; returns the exit code."""
    address, reader = arguments
    process = CrawlerProcess(SETTINGS)
    crawler = process.create_crawler(Plain)
    process.crawl(crawler, address=address, reader=reader)
    process.start()
    spider = crawler.spider
    assert isinstance(spider, Plain)
    print(len(spider.places))
    return 0 if spider.places else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
