"use strict";
(function () {
  var byId = function (id) { return document.getElementById(id); };

  // Opens every fold around a place, so that a link can lead into it.
  function unfold(place) {
    for (var node = place; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
  }
  function target(hash) {
    try { return hash.length > 1 ? byId(decodeURIComponent(hash.slice(1))) : null; } catch (error) { return null; }
  }
  function arrive() {
    var place = target(location.hash);
    if (!place) return;
    if (place.hidden) place.hidden = false;
    unfold(place);
    place.scrollIntoView();
  }
  addEventListener("hashchange", arrive);
  arrive();

  // A number shows its list of patients in place; without this script the link leads to the same list.
  var dialog = document.createElement("dialog");
  dialog.setAttribute("aria-labelledby", "dialog-title");
  document.body.appendChild(dialog);
  function show(list) {
    dialog.textContent = "";
    var close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", function () { dialog.close(); });
    var title = document.createElement("h2");
    title.id = "dialog-title";
    title.textContent = list.parentElement.querySelector("summary").textContent;
    dialog.append(close, title);
    Array.prototype.forEach.call(list.children, function (part) { dialog.appendChild(part.cloneNode(true)); });
    dialog.showModal();
    dialog.scrollTop = 0;
  }
  document.addEventListener("click", function (event) {
    if (event.target === dialog) dialog.close();
    var link = event.target.closest && event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var href = link.getAttribute("href") || "";
    if (dialog.contains(link)) {
      dialog.close();
      if (href === location.hash) arrive();
    } else if (link.classList.contains("open") && dialog.showModal) {
      var list = target(href);
      if (!list) return;
      event.preventDefault();
      show(list);
    } else if (href === location.hash) {
      arrive();
    }
  });

  // The table of patients: filter and sort.
  var table = byId("patient-table"), filter = byId("filter");
  if (!table || !filter) return;
  var body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
  var stratum = byId("filter-stratum"), words = byId("filter-words"), shown = byId("filter-shown");
  var texts = rows.map(function (row) {
    return Array.prototype.map.call(row.cells, function (cell) { return cell.textContent; }).join(" ").toLowerCase();
  });
  function sift() {
    var wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean), n = 0;
    rows.forEach(function (row, at) {
      var keep = (!stratum.value || row.dataset.stratum === stratum.value) &&
        wanted.every(function (word) { return texts[at].indexOf(word) >= 0; });
      row.hidden = !keep;
      if (keep) n += 1;
    });
    shown.textContent = n + " of " + rows.length + " rows";
  }
  filter.hidden = false;
  stratum.addEventListener("change", sift);
  words.addEventListener("input", sift);
  sift();

  // Numbers sort as numbers (a limit by its number), everything else as text; empty cells come last.
  function key(row, column) {
    var text = row.cells[column].textContent;
    return /^[<>]?[\d.]+$/.test(text) ? parseFloat(text.replace(/[<>]/, "")) : text.toLowerCase();
  }
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (heading, column) {
    // Not a button element: browsers leave those out where a heading is repeated on paper.
    var button = document.createElement("span");
    button.setAttribute("role", "button");
    button.tabIndex = 0;
    button.textContent = heading.textContent;
    heading.textContent = "";
    heading.appendChild(button);
    button.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      button.click();
    });
    button.addEventListener("click", function () {
      var turn = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      var order = rows.map(function (row) { return { row: row, key: key(row, column) }; });
      order.sort(function (a, b) {
        if (a.key === "" || b.key === "") return (a.key === "") - (b.key === "");
        if (typeof a.key !== typeof b.key) return typeof a.key === "number" ? -1 : 1;
        return turn * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
      });
      order.forEach(function (item) { body.appendChild(item.row); });
      Array.prototype.forEach.call(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
      heading.setAttribute("aria-sort", turn > 0 ? "ascending" : "descending");
    });
  });
})();
