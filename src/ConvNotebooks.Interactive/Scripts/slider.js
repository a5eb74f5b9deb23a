// A slider over drawings that stand one below the other: it shows one at a time. Without scripts all of them are there.
(function () {
  'use strict';
  var style = '.cnv-slider input{width:min(440px,90%);display:block;margin:4px 0;accent-color:#0072b2}'
    + '.cnv-slider input:focus-visible{outline:2px solid #0072b2;outline-offset:3px}.cnv-slider .ends{display:flex;justify-content:space-between;width:min(440px,90%);opacity:.75;font-size:11px}';
  function make(tag, parent, before) {
    var e = document.createElement(tag);
    parent.insertBefore(e, before || null);
    return e;
  }
  function slider(root) {
    var stops = Array.from(root.querySelectorAll('.stop')), first = stops[0], range = make('input', root, first), ends = make('div', root, first), told = make('p', root, first);
    range.type = 'range';
    range.min = 0;
    range.max = stops.length - 1;
    range.step = 1;
    range.value = 0;
    range.setAttribute('aria-label', root.getAttribute('aria-label'));
    ends.className = 'ends';
    [0, stops.length - 1].forEach(function (i) { make('span', ends).textContent = stops[i].dataset.name.split(':')[0]; });
    told.setAttribute('aria-live', 'polite');
    function go() {
      var at = +range.value;
      stops.forEach(function (s, i) { s.hidden = i !== at; });
      told.textContent = (at + 1) + ' of ' + stops.length + ', ' + stops[at].dataset.name;
      range.setAttribute('aria-valuetext', stops[at].dataset.name);
    }
    range.addEventListener('input', go);
    range.addEventListener('keydown', function (e) { e.stopPropagation(); });
    go();
  }
  if (!document.querySelector('style[data-cnv="slider"]')) {
    var sheet = make('style', document.head);
    sheet.textContent = style;
    sheet.setAttribute('data-cnv', 'slider');
  }
  document.querySelectorAll('.cnv-slider:not([data-live])').forEach(function (root) {
    root.setAttribute('data-live', '');
    slider(root);
  });
})();
