// The player of a convolution's dot products. It reads the numbers from the element's data attributes, hides the still
// picture and builds tables; no outside resources. Without scripts the still picture stays.
(function () {
  'use strict';
  var style = '.cnv-dp{outline-offset:4px}.cnv-dp button{font:inherit;font-size:13px;margin:0 4px 0 0;padding:3px 10px;color:inherit;'
    + 'background:transparent;border:1px solid rgba(128,128,128,.6);border-radius:4px;cursor:pointer}.cnv-dp button:focus-visible,'
    + '.cnv-dp:focus-visible{outline:2px solid #0072b2}.cnv-dp .row{display:flex;align-items:center;gap:10px;margin:6px 0}'
    + '.cnv-dp .rows{max-height:600px;padding-right:16px;overflow:auto;cursor:pointer}.cnv-dp table.dp{border-collapse:collapse;margin:0;font-size:11px;width:auto}'
    + '.cnv-dp table.dp td{min-width:24px;height:20px;padding:0 3px;text-align:center;vertical-align:middle;border:1px solid #999;color:#1a1a1a}'
    + '.cnv-dp table.dp caption{caption-side:top;text-align:left;font-size:11px;opacity:.75;color:inherit;padding:0 0 2px}'
    + '.cnv-dp .at{box-shadow:inset 0 0 0 2px #0072b2}.cnv-dp .now{box-shadow:inset 0 0 0 2px #d55e00}.cnv-dp .cols{display:flex;gap:28px;flex-wrap:wrap;align-items:flex-start}';
  var tint = { pad: '#dddddd', input: '#ddddff', weight: '#ffdddd', output: '#ddffdd', product: '#f4f4f4' };
  function numbers(text) { return text === '' ? [] : text.split(',').map(function (v) { return v === '' ? null : +v; }); }
  function show(v) {
    if (v === null || v === undefined) return '';
    var a = Math.abs(v);
    return Number.isInteger(v) ? String(v) : a >= 1000 ? v.toFixed(0) : a >= 10 ? v.toFixed(1) : a >= 0.01 ? v.toFixed(2) : v.toExponential(0);
  }
  function make(tag, text, parent) {
    var e = document.createElement(tag);
    if (text) e.textContent = text;
    if (parent) parent.appendChild(e);
    return e;
  }
  function grid(parent, caption, width, height, fill) {
    var t = make('table', '', parent);
    t.className = 'dp';
    make('caption', caption, t);
    for (var y = 0; y < height; y++) {
      var r = make('tr', '', t);
      for (var x = 0; x < width; x++) fill(make('td', '', r), x, y);
    }
    return t;
  }
  function player(root) {
    var data = root.dataset, s = numbers(data.shape), region = numbers(data.region), input = numbers(data.input),
      weights = numbers(data.weights), bias = numbers(data.bias), filters = numbers(data.filters), sums = numbers(data.sums),
      cells = data.cells.split(';').map(numbers), size = { w: s[0], h: s[1], c: s[2] }, at = 0, timer = null, whole = region[2] <= 16 && region[3] <= 16;
    function inputAt(k, c, x, y) {
      x -= region[0]; y -= region[1];
      return input[((s[9] * k + c) * region[3] + y) * region[2] + x];
    }
    function group(d) { return s[9] ? Math.floor(d / s[10]) : 0; }
    root.querySelector('.cnv-still').hidden = true;
    root.tabIndex = 0;
    root.setAttribute('role', 'group');
    var bar = make('div', '', root), names = [['First', 'Home'], ['Back', 'Left'], ['Play', 'Space'], ['Next', 'Right'], ['Last', 'End']];
    var buttons = names.map(function (n) {
      var b = make('button', n[0], bar);
      b.type = 'button';
      b.title = n[0] + ' (' + n[1] + ')';
      return b;
    });
    var place = make('span', '', bar), line = make('p', '', root), cols = make('div', '', root), rows = make('div', '', cols), outs = make('div', '', cols);
    line.setAttribute('aria-live', 'polite');
    cols.className = 'cols';
    rows.className = 'rows';
    rows.title = 'Click to play or pause';
    function draw() {
      var cell = cells[at], k = filters.indexOf(cell[2]), x0 = cell[0] * s[5] - s[7], y0 = cell[1] * s[6] - s[8], F = size.w * size.h;
      place.textContent = 'cell ' + (at + 1) + ' of ' + cells.length;
      rows.textContent = '';
      var parts = [];
      for (var c = 0; c < size.c; c++) {
        var row = make('div', '', rows), sum = 0;
        row.className = 'row';
        (function (c) {
          var g = group(cell[2]);
          function cellAt(td, x, y, inside) {
            var v = inputAt(g, c, x, y);
            td.textContent = v === null ? '0' : show(v);
            td.style.background = v === null ? tint.pad : tint.input;
            td.title = 'input x ' + x + ', y ' + y + ', d ' + (g * size.c + c) + (v === null ? ': zero padding' : ' = ' + v);
            if (inside) td.className = 'at';
          }
          if (whole) grid(row, 'input d=' + (group(cell[2]) * size.c + c), region[2], region[3], function (td, x, y) {
            var dx = x + region[0] - x0, dy = y + region[1] - y0;
            cellAt(td, x + region[0], y + region[1], dx >= 0 && dy >= 0 && dx % s[3] === 0 && dy % s[4] === 0 && dx / s[3] < size.w && dy / s[4] < size.h);
          });
          else grid(row, 'patch d=' + (group(cell[2]) * size.c + c), size.w, size.h, function (td, x, y) { cellAt(td, x0 + x * s[3], y0 + y * s[4], true); });
          make('span', '·', row);
          var w = function (x, y) { return weights[((k * size.c + c) * size.h + y) * size.w + x]; };
          grid(row, 'filter ' + cell[2] + ', d=' + c, size.w, size.h, function (td, x, y) {
            td.textContent = show(w(x, y));
            td.style.background = tint.weight;
            td.title = 'weight x ' + x + ', y ' + y + ', d ' + c + ' = ' + w(x, y);
          });
          make('span', '=', row);
          grid(row, 'products', size.w, size.h, function (td, x, y) {
            var v = inputAt(g, c, x0 + x * s[3], y0 + y * s[4]) || 0, p = v * w(x, y);
            sum += p;
            td.textContent = show(p);
            td.style.background = tint.product;
            td.title = v + ' · ' + w(x, y) + ' = ' + p;
          });
          make('span', 'Σ ' + show(sum) + '; so far ' + show(sums[at * size.c + c]), row);
        })(c);
        parts.push(show(sum));
      }
      var value = sums[(at + 1) * size.c - 1];
      line.textContent = 'Output x ' + cell[0] + ', y ' + cell[1] + ', d ' + cell[2] + ' = bias ' + show(bias[k]) + ' + '
        + (parts.length > 8 ? parts.slice(0, 8).join(' + ') + ' + … (' + (parts.length - 8) + ' channels more)' : parts.join(' + '))
        + ' = ' + show(value) + '  (' + F * size.c + ' products)';
      outs.textContent = '';
      if (s[11] * s[12] > 400) return;
      filters.forEach(function (d) {
        grid(outs, 'output d=' + d, s[11], s[12], function (td, x, y) {
          var i = cells.findIndex(function (o) { return o[0] === x && o[1] === y && o[2] === d; });
          if (i < 0) return;
          td.textContent = i <= at ? show(sums[(i + 1) * size.c - 1]) : '';
          td.style.background = tint.output;
          td.title = 'output x ' + x + ', y ' + y + ', d ' + d + ' = ' + sums[(i + 1) * size.c - 1];
          td.className = i === at ? 'now' : '';
          td.style.cursor = 'pointer';
          td.onclick = function () { go(i); };
        });
      });
    }
    function go(i) { at = (i + cells.length) % cells.length; draw(); }
    function toggle() {
      if (timer) { clearInterval(timer); timer = null; } else timer = setInterval(function () { if (root.isConnected) go(at + 1); else toggle(); }, +data.milliseconds);
      buttons[2].textContent = timer ? 'Pause' : 'Play';
      buttons[2].setAttribute('aria-pressed', timer ? 'true' : 'false');
    }
    var acts = [function () { go(0); }, function () { go(at - 1); }, toggle, function () { go(at + 1); }, function () { go(cells.length - 1); }];
    buttons.forEach(function (b, i) { b.onclick = acts[i]; });
    rows.onclick = toggle;
    root.addEventListener('keydown', function (e) {
      var i = ['Home', 'ArrowLeft', ' ', 'ArrowRight', 'End'].indexOf(e.key);
      if (i < 0 || (e.key === ' ' && e.target.tagName === 'BUTTON') || e.ctrlKey || e.altKey || e.metaKey) return;
      e.preventDefault();
      e.stopPropagation();
      acts[i]();
    });
    go(numbers(data.first)[0]);
  }
  var sheet = make('style', style, document.head);
  sheet.setAttribute('data-cnv', 'dot-product');
  document.querySelectorAll('.cnv-dp:not([data-live])').forEach(function (root) {
    root.setAttribute('data-live', '');
    player(root);
  });
})();
