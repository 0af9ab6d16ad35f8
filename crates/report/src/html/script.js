"use strict";
(function () {
  // Opens what the address points to, with everything around it.
  function open() {
    var id = decodeURIComponent(location.hash.slice(1));
    var place = id && document.getElementById(id);
    if (!place) return;
    var inside = place.querySelector("details.behind");
    if (inside) inside.open = true;
    for (var node = place; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (place.hidden) place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
  }
  addEventListener("hashchange", open);
  open();
  var table = document.getElementById("patient-table");
  var filter = document.getElementById("filter");
  if (!table || !filter) return;
  var body = table.tBodies[0];
  var rows = Array.prototype.slice.call(body.rows);
  filter.parentElement.parentElement.hidden = false;
  filter.addEventListener("input", function () {
    var words = filter.value.toLowerCase().split(/[\s,]+/).filter(Boolean);
    var shown = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      row.hidden = !words.every(function (word) { return text.indexOf(word) >= 0; });
      if (!row.hidden) shown += 1;
    });
    document.getElementById("shown").textContent = shown + " of " + rows.length + " patients";
  });
  // A column heading sorts: numbers as numbers, then text; a second click turns the order.
  Array.prototype.forEach.call(table.tHead.rows[0].cells, function (heading, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.style.cssText = "all:unset;cursor:pointer";
    heading.textContent = "";
    heading.appendChild(button);
    var turn = -1;
    button.addEventListener("click", function () {
      turn = -turn;
      rows.sort(function (a, b) {
        var x = a.cells[column].textContent, y = b.cells[column].textContent;
        var p = parseFloat(x.replace(/[<>]/, "")), q = parseFloat(y.replace(/[<>]/, ""));
        var order = isNaN(p) || isNaN(q) || /-/.test(x + y) ? (x < y ? -1 : x > y ? 1 : 0) : p - q;
        return turn * order;
      });
      rows.forEach(function (row) { body.appendChild(row); });
      heading.setAttribute("aria-sort", turn > 0 ? "ascending" : "descending");
    });
  });
})();
