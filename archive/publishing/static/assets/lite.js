// Datasette Lite wants the whole address of the database, which only the browser knows.
"use strict";
for (const link of document.querySelectorAll("a[data-database]")) {
  const lite = new URL(link.getAttribute("href"), location.href);
  lite.searchParams.set("url", new URL(link.dataset.database, location.href).href);
  link.href = lite.href;
}
