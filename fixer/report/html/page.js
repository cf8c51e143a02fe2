"use strict";
(() => {
  const PAGE = 100;
  const $ = (id) => document.getElementById(id);
  const { texts, files, by } = JSON.parse($("data").textContent);
  let diffs = null; // read when the first one is opened
  const body = document.querySelector("#table tbody");
  const state = { sort: "path", down: false, filter: "", status: "", column: "", query: "", page: 0 };

  const column = {
    path: (file) => file.path,
    group: (file) => file.group,
    base: (file) => file.bases.join(" "),
    user: (file) => file.user.join(" "),
    edits: (file) => file.edits.length,
    left: (file) => file.left.length + (file.problem ? 1 : 0),
  };
  const collator = new Intl.Collator("en", { numeric: true });

  files.forEach((file, number) => {
    file.number = number;
    file.text = null; // what the filter looks through; made when it is first used
  });

  function searched(file) {
    if (file.text === null) {
      const said = [...file.edits, ...file.left].map((row) => row[0] + " " + texts[row[2]]);
      file.text = [file.path, file.group, ...file.bases, ...said, file.problem]
        .join("\n").toLowerCase();
    }
    return file.text;
  }

  function chosen(file) {
    const { status, query } = state;
    if (status === "left" ? !file.left.length
      : status === "root" ? file.user[1] !== "root"
      : status && file.status !== status) return false;
    if (state.column === "transform" && !file.edits.some((row) => row[0] === query)) return false;
    if (state.column === "group" && (file.group !== query || file.status !== "changed")) return false;
    if (state.column === "base" && !file.bases.includes(query)) return false;
    return state.filter.split(/\s+/).every((word) => !word || searched(file).includes(word));
  }

  function sorted(found) {
    const of = column[state.sort];
    const sign = state.down ? -1 : 1;
    return found.map((file) => [of(file), file]).sort(([a, one], [b, other]) => sign *
      (typeof a === "number" ? a - b : collator.compare(a, b)) || one.number - other.number)
      .map(([, file]) => file);
  }

  function element(tag, name, text) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    if (text !== undefined) made.textContent = text;
    // On a narrow screen it is laid out as a list, and is a table all the same.
    if (tag === "tr" || tag === "td") made.setAttribute("role", tag === "tr" ? "row" : "cell");
    return made;
  }

  function cell(name, text, className) {
    const made = element("td", className, text);
    made.dataset.name = name;
    return made;
  }

  function row(file) {
    const made = element("tr");
    const first = element("td");
    const open = element("button", "path", file.path);
    open.type = "button";
    open.setAttribute("aria-expanded", "false");
    open.addEventListener("click", () => toggle(open, made, file));
    first.append(open);
    const [before, after] = file.user;
    const user = cell("User", before === after ? before : `${before} → ${after}`,
      after === "root" ? "bad" : before === "root" && after === "not root" ? "good" : "");
    const left = file.problem ? cell("Left", "not fixed", "number bad")
      : cell("Left", file.left.length, "number");
    made.append(first, cell(by[0].toUpperCase() + by.slice(1), file.group, "group"),
      cell("Base image", file.bases.join(", "), "base"), user,
      cell("Edits", file.edits.length, "number"), left);
    return made;
  }

  function toggle(open, made, file) {
    const shut = open.getAttribute("aria-expanded") === "true";
    open.setAttribute("aria-expanded", String(!shut));
    if (shut) return made.nextElementSibling.remove();
    const more = element("tr", "more");
    const all = element("td");
    all.colSpan = 6;
    all.append(...particulars(file));
    more.append(all);
    made.after(more);
  }

  function* particulars(file) {
    if (file.problem) yield element("p", "bad", (file.line ? `Line ${file.line}: ` : "") + file.problem);
    yield* listed("Why", file.edits);
    yield* listed("Left", file.left);
    diffs ??= JSON.parse($("diffs").textContent);
    const diff = diffs[file.number];
    if (diff) yield pictured(diff);
    if (!diff && !file.problem && !file.left.length) yield element("p", "faint", "Nothing to change.");
  }

  function* listed(title, rows) {
    if (!rows.length) return;
    yield element("h3", "", title);
    const list = element("ul");
    const alike = new Map(); // what is said of several lines is said once
    for (const [name, line, ...rest] of rows) {
      const key = JSON.stringify([name, ...rest]);
      if (!alike.has(key)) alike.set(key, [name, new Set(), ...rest]);
      alike.get(key)[1].add(line);
    }
    for (const [name, lines, text, safety, fails] of alike.values()) {
      const item = element("li", fails ? "bad" : "");
      item.append(`line${lines.size > 1 ? "s" : ""} ${[...lines].join(", ")}, `,
        element("code", "", name), `: ${texts[text]}`,
        safety ? element("span", "faint", ` (${safety})`) : "", fails ? " — fails the check" : "");
      list.append(item);
    }
    yield list;
  }

  const unseen = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

  function pictured(diff) {
    const made = element("pre", "diff");
    made.tabIndex = 0;
    made.setAttribute("role", "region");
    made.setAttribute("aria-label", "Diff");
    for (const line of diff.replace(/\n$/, "").split("\n")) {
      const kind = { "+": "add", "-": "del", "@": "hunk" }[line[0]] || "";
      const text = line.replace(/\r$/, "").replace(unseen,
        (character) => "\\u" + character.charCodeAt(0).toString(16).padStart(4, "0"));
      made.append(element("span", kind, text || " "));
    }
    return made;
  }

  function draw() {
    const found = sorted(files.filter(chosen));
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    state.page = Math.min(Math.max(state.page, 0), pages - 1);
    const start = state.page * PAGE;
    const rows = found.slice(start, start + PAGE).map(row);
    if (!rows.length) {
      const none = element("tr");
      const said = element("td", "none", "No file is like that.");
      said.colSpan = 6;
      none.append(said);
      rows.push(none);
    }
    body.replaceChildren(...rows);
    $("count").textContent = `${found.length} of ${files.length} files`;
    document.querySelector(".pages").hidden = pages === 1;
    $("page").textContent = `${state.page + 1} of ${pages}`;
    $("previous").disabled = state.page === 0;
    $("next").disabled = state.page === pages - 1;
    $("clear").hidden = !state.query;
    $("clear").textContent = `✕ ${state.query}`;
    $("clear").setAttribute("aria-label", `Show not only ${state.query}`);
    for (const button of document.querySelectorAll("[data-sort]")) {
      const sort = button.dataset.sort !== state.sort ? "none" : state.down ? "descending" : "ascending";
      button.parentElement.setAttribute("aria-sort", sort);
    }
    for (const button of document.querySelectorAll("[data-query]")) {
      const on = button.dataset.column === state.column && button.dataset.query === state.query;
      button.setAttribute("aria-pressed", String(on));
    }
  }

  function show(change) {
    Object.assign(state, { page: 0 }, change);
    draw();
  }

  for (const button of document.querySelectorAll("[data-sort]")) {
    button.addEventListener("click", () => {
      const sort = button.dataset.sort;
      const again = state.sort === sort;
      // Of figures the largest are what one looks for first.
      show({ sort, down: again ? !state.down : sort === "edits" || sort === "left" });
    });
  }
  for (const button of document.querySelectorAll("[data-query]")) {
    button.addEventListener("click", () => {
      const { column, query } = button.dataset;
      const off = state.column === column && state.query === query;
      show(off ? { column: "", query: "" } : { column, query });
      if (!off) $("files").scrollIntoView();
    });
  }
  let waiting = 0;
  $("filter").addEventListener("input", (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => show({ filter: event.target.value.toLowerCase() }), 80);
  });
  $("controls").addEventListener("submit", (event) => event.preventDefault());
  $("status").addEventListener("change", (event) => show({ status: event.target.value }));
  $("clear").addEventListener("click", () => {
    show({ column: "", query: "" });
    $("filter").focus();
  });
  const turn = (by) => {
    state.page += by;
    draw();
    $("files").scrollIntoView();
  };
  $("previous").addEventListener("click", () => turn(-1));
  $("next").addEventListener("click", () => turn(1));
  // A browser that goes back fills in the form again.
  show({ filter: $("filter").value.toLowerCase(), status: $("status").value });
})();
