// The search of the plain files. What is typed is folded as the index is (search_index.py): no case,
// no marks, no strokes. All words must occur; the last one may be the beginning of a word.
(() => {
  const most = 100;
  const strokes = {
    ς: "σ", ł: "l", ø: "o", đ: "d", ħ: "h", ŧ: "t", ı: "i", ß: "ss", æ: "ae", œ: "oe", ð: "d", þ: "th",
  };
  const fold = (text) =>
    text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/[^\0-~]/g, (c) => strokes[c] ?? c);
  const wordsOf = (text) => fold(text).match(/(?![⁰¹²³⁴⁵⁶⁷⁸⁹])[\p{L}\p{N}]+/gu) ?? [];
  const bareName = (text) => text.trim().toLowerCase()
    .replace(/^https?:\/\//, "").replace(/^(www\.|(dx\.)?doi\.org\/|doi:\s*)/, "").replace(/\/+$/, "");

  // Kana and Han are written without blanks: the index holds whole sentences as one word.
  const isUnspaced = (word) => /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u.test(word);
  const fits = (known, word) => isUnspaced(word) ? known.includes(word) : known.startsWith(word);

  // Row -> weight of one word, or of all words that begin with it.
  function placesOf(index, word, isBeginning) {
    const places = new Map();
    const words = isBeginning || isUnspaced(word)
      ? Object.keys(index.words).filter((known) => fits(known, word)) : [word];
    for (const known of words) {
      const packed = Object.hasOwn(index.words, known) ? index.words[known] : [];
      const rarity = Math.log(1 + (2 * index.rows.length) / (packed.length + 1));
      for (let at = 0, row = 0; at < packed.length; at += 2) {
        row += packed[at];
        places.set(row, (places.get(row) ?? 0) + packed[at + 1] * rarity);
      }
    }
    return places;
  }

  function find(index, question) {
    const words = wordsOf(question);
    const last = words.length - 1;
    let found = null;
    words.forEach((word, at) => {
      const isBeginning = at === last && word.length > 2 && /[\p{L}\p{N}]$/u.test(question);
      const places = placesOf(index, word, isBeginning);
      found = found === null ? places : new Map([...found]
        .filter(([row]) => places.has(row)).map(([row, weight]) => [row, weight + places.get(row)]));
    });
    return [...(found ?? [])].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([row]) => row);
  }

  // A text with the words that were asked for marked; never as markup.
  function marked(text, words) {
    const pieces = text.split(/([\p{L}\p{N}\p{M}]+)/u);
    return pieces.map((piece) => {
      if (!words.some((word) => fits(fold(piece), word))) return piece;
      const mark = document.createElement("mark");
      mark.textContent = piece;
      return mark;
    });
  }

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function show(index, question) {
    const main = document.querySelector("main");
    const words = wordsOf(question);
    const rows = find(index, question);
    const exact = bareName(question);
    main.replaceChildren(element("h1", {}, `Search for “${question}”`));
    document.title = `Search: ${question}`;
    const finding = /^[0-9a-f]{8,64}$/.test(exact)
      && Object.keys(index.names).find((name) => name.startsWith(exact));
    const name = Object.hasOwn(index.names, exact) ? exact : finding;
    if (name) main.append(element("p", { className: "banner info" }, "Exact match: ",
      element("a", { href: index.names[name] }, name)));
    const said = rows.length ? `${rows.length.toLocaleString("en")} found`
      : name ? "" : "Nothing was found. All words must occur; try fewer, or the beginning of one.";
    main.append(element("p", { className: "found", role: "status" }, said));
    for (const [kind, title] of Object.entries(index.kinds)) {
      const hits = rows.filter((row) => index.rows[row][0] === kind);
      if (!hits.length) continue;
      const list = element("ol", { className: "hits" });
      for (const row of hits.slice(0, most)) {
        const [, label, shown, file] = index.rows[row];
        list.append(element("li", {},
          element("h3", {}, element("a", { href: file }, ...marked(label, words))),
          element("p", { className: "snippet" }, ...marked(shown, words))));
      }
      const count = element("span", { className: "count" }, hits.length.toLocaleString("en"));
      main.append(element("section", {}, element("h2", {}, `${title} `, count), list));
      if (hits.length > most) main.lastChild.append(element("p", {}, `These are the best ${most}.`));
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const question = (new URLSearchParams(location.search).get("q") ?? "").trim().slice(0, 2000);
    document.querySelector("#find").value = question;
    if (question) show(window.archiveIndex, question);
  });
})();
