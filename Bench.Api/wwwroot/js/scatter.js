// Draws the scatter plot again with uPlot: nearest model under the pointer or by arrow keys, a click or Enter opens it, dragging zooms, a double click shows all.
const figure = document.querySelector("[data-scatter]");
const drawing = figure?.querySelector("svg");
const mostNames = 60;
const reach = 40;
const suffixes = [[1e12, " T"], [1e9, " G"], [1e6, " M"], [1e3, " k"]];

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const large = (value, digits = 3) => {
  const [unit, suffix] = suffixes.find(([size]) => value >= size) ?? [1, ""];
  return `${Number((value / unit).toPrecision(digits))}${suffix}`;
};
const text = (axis, value) => (axis.logarithmic ? large(value) : value.toFixed(axis.unit ? 2 : 4)) + axis.unit;
const interval = (axis, value, low, high) => text(axis, value) + (low < high ? ` (${text(axis, low)} – ${text(axis, high)})` : "");

function line(axis, value, low, high) {
  const row = document.createElement("div");
  row.textContent = `${axis.title.replace(" (%)", "")}: ${interval(axis, value, low, high)}`;
  return row;
}

function plot(chart) {
  const [x, xLow, xHigh, y, yLow, yHigh] = chart.points;
  const host = document.createElement("div");
  host.className = "chart";
  host.tabIndex = 0;
  host.setAttribute("role", "application");
  host.setAttribute("aria-label", `${chart.y.title} against ${chart.x.title}, ${x.length} models. Arrow keys walk through the models, Enter opens one.`);
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("aria-live", "polite");
  tip.hidden = true;
  let near = -1;
  let pressed = null;

  const full = (u) => u.batch(() => {
    u.setScale("x", { min: chart.x.low, max: chart.x.high });
    u.setScale("y", { min: chart.y.low, max: chart.y.high });
  });
  const at = (u, i) => [u.valToPos(x[i], "x"), u.valToPos(y[i], "y")];

  function show(u, i) {
    if (i !== near) {
      near = i;
      u.redraw(false);
    }
    u.over.style.cursor = i < 0 ? "" : "pointer";
    tip.hidden = i < 0;
    if (i < 0) return;
    const name = document.createElement("strong");
    name.textContent = chart.names[i];
    tip.replaceChildren(name, line(chart.y, y[i], yLow[i], yHigh[i]), line(chart.x, x[i], xLow[i], xHigh[i]));
    const [left, top] = at(u, i);
    tip.style.left = `${Math.max(0, Math.min(left + 14, u.over.clientWidth - tip.offsetWidth))}px`;
    tip.style.top = `${top > tip.offsetHeight + 16 ? top - tip.offsetHeight - 12 : top + 14}px`;
  }

  function nearest(u) {
    const { left, top } = u.cursor;
    let [best, found] = [reach * reach, -1];
    if (left >= 0)
      for (let i = 0; i < x.length; i++) {
        const [px, py] = at(u, i);
        const distance = (px - left) ** 2 + (py - top) ** 2;
        if (distance < best) [best, found] = [distance, i];
      }
    return found;
  }

  function draw(u) {
    const { ctx, bbox } = u;
    const dense = x.length > mostNames;
    const scale = devicePixelRatio;
    const radius = (dense ? 2.5 : 4.5) * scale;
    const placeX = (value) => u.valToPos(value, "x", true);
    const placeY = (value) => u.valToPos(value, "y", true);
    const stroke = (points) => {
      ctx.beginPath();
      for (const [i, point] of points.entries()) ctx[i ? "lineTo" : "moveTo"](...point);
      ctx.stroke();
    };
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.strokeStyle = colour("--mark");
    ctx.lineWidth = 1.5 * scale;
    stroke(chart.line[0].map((value, i) => [placeX(value), placeY(chart.line[1][i])]));

    const taken = [];
    ctx.font = `${12 * scale}px Inter, sans-serif`;
    ctx.textAlign = "left";
    ctx.textBaseline = "alphabetic";
    const kinds = [0, 1, 2, 3, 4, 5].map((kind) => colour(`--kind-${kind}`));
    const [accent, ground, ink] = [colour("--accent"), colour("--ground"), colour("--ink")];
    const whiskers = (i) => {
      ctx.strokeStyle = accent;
      ctx.globalAlpha = dense && i !== near ? 0.15 : 0.55;
      ctx.lineWidth = (dense ? 1 : 2.5) * scale;
      stroke([[placeX(xLow[i]), placeY(y[i])], [placeX(xHigh[i]), placeY(y[i])]]);
      stroke([[placeX(x[i]), placeY(yLow[i])], [placeX(x[i]), placeY(yHigh[i])]]);
      ctx.globalAlpha = 1;
    };
    const dot = (i, fill, size) => {
      ctx.beginPath();
      ctx.arc(placeX(x[i]), placeY(y[i]), size, 0, 2 * Math.PI);
      ctx.fillStyle = fill;
      ctx.fill();
      ctx.lineWidth = scale;
      ctx.strokeStyle = ground;
      ctx.stroke();
    };
    for (let i = 0; i < x.length; i++) whiskers(i);
    for (let i = 0; i < x.length; i++) {
      dot(i, chart.kinds ? kinds[chart.kinds[i]] : accent, radius);
      // Where a name's line would be if the dot were in its middle.
      taken.push([placeX(x[i]) - 6 * scale, placeY(y[i]) + 4 * scale, 12 * scale]);
    }
    if (near >= 0) {
      whiskers(near);
      dot(near, colour("--mark"), radius + scale);
    }
    if (!dense) {
      ctx.fillStyle = ink;
      for (let i = 0; i < x.length; i++) {
        const width = ctx.measureText(chart.names[i]).width;
        for (const left of [placeX(x[i]) + 9 * scale, placeX(x[i]) - 9 * scale - width]) {
          // Inside the drawing, also for a point at its upper edge.
          const top = Math.max(placeY(y[i]) - 7 * scale, bbox.top + 11 * scale);
          const room = left > bbox.left && left + width < bbox.left + bbox.width
            && taken.every(([l, t, w]) => Math.abs(t - top) > 14 * scale || left > l + w || l > left + width);
          if (!room) continue;
          taken.push([left, top, width]);
          ctx.fillText(chart.names[i], left, top);
          break;
        }
      }
    }
    ctx.restore();
  }

  const size = () => ({ width: host.clientWidth, height: Math.round(Math.min(620, Math.max(340, host.clientWidth * 0.6))) });
  // Evenly spaced round values, at least two.
  const even = (low, high) => {
    const power = 10 ** Math.floor(Math.log10((high - low) / 5));
    const step = [5, 2, 1].map((size) => size * power).find((size) => Math.floor(high / size) - Math.ceil(low / size) >= 1) ?? power;
    const splits = [];
    for (let tick = Math.ceil(low / step); tick * step <= high; tick++) splits.push(tick * step);
    return splits;
  };
  // On a logarithmic axis 1, 2 and 5 of each power; evenly spaced ones where it is too narrow for two of them.
  const powers = (_, __, low, high) => {
    const splits = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++)
      for (const first of [1, 2, 5]) if (first * 10 ** power >= low && first * 10 ** power <= high) splits.push(first * 10 ** power);
    return splits.length > 1 ? splits : even(low, high);
  };
  const axis = (shown, side) => ({
    stroke: () => colour("--soft"),
    grid: { stroke: () => colour("--line"), width: 1 },
    ticks: { show: false },
    font: "12px Inter, sans-serif",
    label: shown.title,
    labelFont: "12px Inter, sans-serif",
    labelSize: 22,
    size: side ? 58 : 30,
    space: 64,
    ...(shown.logarithmic ? { splits: powers, filter: (__, splits) => splits } : {}),
    values: (_, splits) => splits.map((value) => (value == null ? null : shown.logarithmic ? large(value, 4) : `${Number(value.toFixed(4))}${shown.unit}`)),
  });
  const range = (_, low, high) => [low, high];
  figure.insertBefore(host, drawing);
  const u = new uPlot({
    ...size(),
    legend: { show: false },
    scales: { x: { time: false, distr: chart.x.logarithmic ? 3 : 1, range }, y: { distr: chart.y.logarithmic ? 3 : 1, range } },
    axes: [axis(chart.x, false), axis(chart.y, true)],
    series: [{}, { paths: () => null, points: { show: false } }],
    cursor: {
      x: false, y: false, points: { show: false },
      drag: { x: true, y: true, setScale: true, dist: 6 },
      bind: { dblclick: () => () => full(u) },
    },
    hooks: {
      setCursor: [(self) => show(self, nearest(self))],
      draw: [draw],
    },
  }, [x, y], host);
  full(u);
  u.over.append(tip);
  u.over.addEventListener("mousedown", (event) => { pressed = [event.clientX, event.clientY]; });
  u.over.addEventListener("click", (event) => {
    if (near >= 0 && pressed && Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) < 4) location.assign(`models/${chart.models[near]}`);
  });
  host.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (step) show(u, near < 0 ? (step > 0 ? 0 : x.length - 1) : (near + step + x.length) % x.length);
    else if (event.key === "Enter" && near >= 0) location.assign(`models/${chart.models[near]}`);
    else if (event.key === "Escape") { show(u, -1); full(u); }
    else return;
    event.preventDefault();
  });
  new ResizeObserver(() => { if (host.clientWidth !== u.width) u.setSize(size()); }).observe(host);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => u.redraw());
}

if (figure) {
  const answer = await fetch(figure.dataset.scatter);
  const chart = answer.ok ? await answer.json() : null;
  if (chart?.names.length) {
    plot(chart);
    drawing.remove();
    figure.querySelector("[data-hint]").textContent = " Drag to zoom, double-click to see all, click a model to open it.";
  }
}
