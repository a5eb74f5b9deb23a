// Pictures that tell their values: the map, the place and the value under the pointer, or by the arrow keys. The values stand
// in the element's data attributes; nothing is fetched. Without scripts the picture alone is there.
(function () {
  'use strict';
  var style = '.cnv-readout .pic{position:relative;display:inline-block;max-width:100%;line-height:0;cursor:crosshair}'
    + '.cnv-readout .pic:focus-visible{outline:2px solid #0072b2;outline-offset:2px}'
    + '.cnv-readout .at{position:absolute;pointer-events:none;box-sizing:border-box;border:1px solid #000;box-shadow:0 0 0 1px #fff,0 0 0 3px #d55e00}'
    + '.cnv-readout .told{margin:4px 0;min-height:1.5em;font-variant-numeric:tabular-nums}';
  function half(h) {
    var e = h >> 10 & 31, m = h & 1023, s = h & 32768 ? -1 : 1;
    return e === 31 ? (m ? NaN : s * Infinity) : e ? s * Math.pow(2, e - 15) * (1 + m / 1024) : s * Math.pow(2, -14) * m / 1024;
  }
  function show(v, digits) {
    return !isFinite(v) ? String(v) : Number.isInteger(v) && Math.abs(v) < 1e7 ? String(v) : String(+v.toPrecision(digits));
  }
  function make(tag, kind, parent) {
    var e = document.createElement(tag);
    e.className = kind;
    parent.appendChild(e);
    return e;
  }
  function readout(root) {
    var areas = JSON.parse(root.dataset.areas), text = atob(root.dataset.values), data = new DataView(new ArrayBuffer(text.length)),
      img = root.querySelector('img'), pic = make('div', 'pic', root), line = make('p', 'told', root), mark = null, here = null, colors = null;
    for (var i = 0; i < text.length; i++) data.setUint8(i, text.charCodeAt(i));
    var next = 0;
    areas.forEach(function (a) {
      var at = a.at;
      if (at.length < 6) at[5] = at[2];
      if (a.k === undefined) a.k = root.dataset.kind;
      a.o = next;
      next += a.k === 'x' ? at[3] + at[4] : ({ f: 4, h: 2, b: 1 }[a.k] || 0) * at[3] * at[4] * (a.p ? a.p.length : 1);
    });
    pic.appendChild(img);
    pic.tabIndex = 0;
    pic.setAttribute('role', 'application');
    pic.setAttribute('aria-label', img.alt + '. Arrow keys read its values.');
    var hint = 'Point at the picture, or focus it and use the arrow keys, to read its values. ' + root.dataset.note;
    line.textContent = hint;
    line.setAttribute('aria-live', 'polite');
    function pixel(a, x, y) {
      if (!colors) {
        var canvas = document.createElement('canvas');
        canvas.width = img.naturalWidth;
        canvas.height = img.naturalHeight;
        colors = canvas.getContext('2d', { willReadFrequently: true });
        colors.drawImage(img, 0, 0);
      }
      return colors.getImageData(Math.floor(a.at[0] + (x + 0.5) * a.at[2]), Math.floor(a.at[1] + (y + 0.5) * a.at[5]), 1, 1).data;
    }
    // Which of a scale's 192 colours a pixel has.
    function scaled(a, x, y) {
      var p = pixel(a, x, y), all = atob(root.dataset.palettes), o = a.c * 576;
      for (var i = 0; i < 192; i++, o += 3) if (all.charCodeAt(o) === p[0] && all.charCodeAt(o + 1) === p[1] && all.charCodeAt(o + 2) === p[2]) return i / 191;
      return NaN;
    }
    function value(a, x, y, plane) {
      var from = a.a || 0, to = a.b === undefined ? 1 : a.b, i = (plane * a.at[4] + y) * a.at[3] + x, o = a.o;
      if (a.k === 'f') return data.getFloat32(o + 4 * i, true);
      if (a.k === 'h') return half(data.getUint16(o + 2 * i, true)) * to;
      if (a.k === 'p') return from + (to - from) * pixel(a, x, y)[plane] / 255;
      if (a.k === 'c') return from + (to - from) * scaled(a, x, y);
      if (a.k === 'x') return data.getUint8(o + x) * data.getUint8(o + a.at[3] + y);
      var level = data.getUint8(o + i);
      return level === 255 ? NaN : from + (to - from) * level / 254;
    }
    function words(a, x, y) {
      var digits = a.k === 'f' ? 6 : 3, step = a.s || 1;
      var place = a.n + ', x ' + x * step + ', y ' + y * step;
      if (!a.k) return place;
      var names = a.p || [''];
      return place + ': ' + names.map(function (name, plane) {
        var v = value(a, x, y, plane);
        return (name ? name + ' ' : '') + (a.w ? a.w[v] : show(v, digits));
      }).join(', ') + (a.t ? ' (' + a.t + ')' : '');
    }
    function frame() {
      var c = getComputedStyle(img);
      return { x: img.offsetLeft + img.clientLeft + parseFloat(c.paddingLeft), y: img.offsetTop + img.clientTop + parseFloat(c.paddingTop),
        scale: (img.clientWidth - parseFloat(c.paddingLeft) - parseFloat(c.paddingRight)) / img.naturalWidth };
    }
    function go(place) {
      here = place;
      line.textContent = words(areas[place.i], place.x, place.y);
      var at = areas[place.i].at, f = frame(), wide = Math.max(3, at[2] * f.scale), tall = Math.max(3, at[5] * f.scale);
      mark = mark || make('div', 'at', pic);
      mark.style.left = f.x + (at[0] + (place.x + 0.5) * at[2]) * f.scale - wide / 2 + 'px';
      mark.style.top = f.y + (at[1] + (place.y + 0.5) * at[5]) * f.scale - tall / 2 + 'px';
      mark.style.width = wide + 'px';
      mark.style.height = tall + 'px';
    }
    function find(px, py) {
      for (var i = 0; i < areas.length; i++) {
        var at = areas[i].at, x = Math.floor((px - at[0]) / at[2]), y = Math.floor((py - at[1]) / at[5]);
        if (x >= 0 && y >= 0 && x < at[3] && y < at[4]) return { i: i, x: x, y: y };
      }
      return null;
    }
    function clamp(v, most) { return Math.max(0, Math.min(most - 1, v)); }
    // The cell nearest to a point in a direction, in another area: where an arrow key leads at an area's edge.
    function beyond(from, dx, dy) {
      var a = areas[from.i].at, px = a[0] + (from.x + 0.5) * a[2], py = a[1] + (from.y + 0.5) * a[5], best = null, least = Infinity;
      areas.forEach(function (area, i) {
        var b = area.at, x = clamp(Math.floor((px - b[0]) / b[2]), b[3]), y = clamp(Math.floor((py - b[1]) / b[5]), b[4]);
        var cx = b[0] + (x + 0.5) * b[2] - px, cy = b[1] + (y + 0.5) * b[5] - py, along = dx * cx + dy * cy, aside = Math.abs(dx * cy) + Math.abs(dy * cx);
        if (i === from.i || along <= 0 || aside > along + a[2]) return;
        if (along + 2 * aside < least) { least = along + 2 * aside; best = { i: i, x: x, y: y }; }
      });
      return best;
    }
    function step(dx, dy) {
      var at = areas[here.i].at, x = here.x + dx, y = here.y + dy;
      go(x >= 0 && y >= 0 && x < at[3] && y < at[4] ? { i: here.i, x: x, y: y } : beyond(here, dx, dy) || here);
    }
    function map(i) {
      i = clamp(i, areas.length);
      go({ i: i, x: clamp(here.x, areas[i].at[3]), y: clamp(here.y, areas[i].at[4]) });
    }
    pic.addEventListener('pointermove', function (e) {
      var f = frame(), box = pic.getBoundingClientRect(), place = find((e.clientX - box.left - f.x) / f.scale, (e.clientY - box.top - f.y) / f.scale);
      if (place) go(place);
    });
    var keys = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    pic.addEventListener('keydown', function (e) {
      if (e.ctrlKey || e.altKey || e.metaKey) return;
      var first = !here;
      if (first) here = { i: 0, x: 0, y: 0 };
      if (keys[e.key]) { if (first) go(here); else step(keys[e.key][0], keys[e.key][1]); }
      else if (e.key === 'PageDown') map(here.i + 1);
      else if (e.key === 'PageUp') map(here.i - 1);
      else if (e.key === 'Home') go({ i: here.i, x: 0, y: 0 });
      else if (e.key === 'End') go({ i: here.i, x: areas[here.i].at[3] - 1, y: areas[here.i].at[4] - 1 });
      else { if (first) here = null; return; }
      e.preventDefault();
      e.stopPropagation();
    });
  }
  if (!document.querySelector('style[data-cnv="readout"]')) {
    var sheet = make('style', '', document.head);
    sheet.textContent = style;
    sheet.setAttribute('data-cnv', 'readout');
  }
  document.querySelectorAll('.cnv-readout:not([data-live])').forEach(function (root) {
    root.setAttribute('data-live', '');
    readout(root);
  });
})();
