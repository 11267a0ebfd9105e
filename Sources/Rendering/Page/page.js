// What the pages do beyond links and forms, which work without this file: they load anew every five minutes without a
// flicker, switch range and order in place, filter as one types, and show a chart's numbers under the pointer.
"use strict";

const refreshMilliseconds = 5 * 60 * 1000;
const page = () => document.getElementById("page");

// ---- Loading: fetch the same page, or another one, and put its content in place of what is there. ----

let loading = 0;

async function load(address, isNew) {
    const mine = ++loading;
    try {
        const answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store" });
        const text = await answer.text();
        if (mine !== loading) return;
        const fresh = new DOMParser().parseFromString(text, "text/html");
        if (!fresh.getElementById("page")) throw new Error("no page");
        swap(fresh);
        if (isNew) history.pushState(null, "", address);
    } catch {
        if (mine === loading) sayUnreachable();
    }
}

function swap(fresh) {
    const focused = document.activeElement?.id;
    const open = [...document.querySelectorAll("details[open]")].map((element) => element.id);
    const typed = document.getElementById("filter")?.value;
    const scrolled = [...document.querySelectorAll("details[open] .scroll")].map((element) => element.scrollTop);
    document.title = fresh.title;
    page().replaceWith(document.adoptNode(fresh.getElementById("page")));
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    document.querySelectorAll("details[open] .scroll").forEach((element, n) => { element.scrollTop = scrolled[n] ?? 0; });
    const filter = document.getElementById("filter");
    if (filter && typed !== undefined) filter.value = typed;
    prepare();
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

// Numbers that can't be renewed must not pass for new ones.
function sayUnreachable() {
    if (document.getElementById("unreachable")) return;
    const banner = document.createElement("section");
    banner.id = "unreachable";
    banner.className = "banner unhealthy";
    banner.setAttribute("role", "alert");
    const words = document.createElement("strong");
    words.textContent = document.body.dataset.unreachable;
    banner.append(words);
    page().prepend(banner);
    page().classList.add("stale");
}

const refresh = () => load(location.href, false);
setInterval(refresh, refreshMilliseconds);
let hiddenSince = 0;
document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenSince = Date.now();
    else if (Date.now() - hiddenSince > 60 * 1000) refresh();
});
window.addEventListener("online", refresh);
window.addEventListener("popstate", refresh);

document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.swap");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    load(link.href, true);
});

// ---- The filter: rows whose model has the words in its name. ----

function filterRows() {
    const filter = document.getElementById("filter");
    const table = document.getElementById("models");
    if (!filter || !table) return;
    const wanted = filter.value.toLowerCase();
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
        row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
        if (!row.hidden) shown += 1;
    }
    document.getElementById("no-match").hidden = shown > 0;
    for (const row of document.querySelectorAll("#measures tbody tr, #objectives tbody tr")) {
        row.hidden = !row.cells[0].textContent.toLowerCase().includes(wanted);
    }
    const count = document.getElementById("count");
    count.textContent = count.textContent.replace(/\d+/, shown);
}

document.addEventListener("input", (event) => {
    if (event.target.id !== "filter") return;
    filterRows();
    // A page that the server has filtered lacks the other rows.
    const address = new URL(location.href);
    if (!address.searchParams.has("q")) return;
    address.searchParams.delete("q");
    load(address.href, true);
});
document.addEventListener("submit", (event) => { if (event.target.matches(".filter")) event.preventDefault(); });

// ---- Charts: the numbers of a step, from the table below, under the pointer or by the arrow keys. ----

function prepareChart(figure) {
    const drawing = figure.querySelector(".plot > svg");
    const table = figure.querySelector("table");
    const titles = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
    // Newest first in the table, oldest first here.
    const rows = [...table.tBodies[0].rows].reverse();
    const tip = document.createElement("div");
    tip.className = "tip";
    tip.setAttribute("role", "status");
    tip.hidden = true;
    const cursor = document.createElementNS("http://www.w3.org/2000/svg", "line");
    cursor.setAttribute("class", "cursor");
    cursor.setAttribute("y1", "0");
    cursor.setAttribute("y2", "100%");
    let current = -1;

    function show(index) {
        if (index < 0 || index >= rows.length) return;
        current = index;
        const row = rows[index];
        const list = document.createElement("dl");
        [...row.cells].forEach((cell, n) => {
            const name = document.createElement("dt");
            const value = document.createElement("dd");
            name.textContent = n > 0 && cell.colSpan > 1 ? "" : titles[n];
            value.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
            list.append(name, value);
        });
        tip.replaceChildren(list);
        tip.hidden = false;
        const middle = (Number(row.dataset.from) + Number(row.dataset.to)) / 2;
        cursor.setAttribute("x1", middle + "%");
        cursor.setAttribute("x2", middle + "%");
        if (!cursor.isConnected) drawing.append(cursor);
        const room = drawing.clientWidth - tip.offsetWidth;
        const left = middle / 100 * drawing.clientWidth;
        tip.style.left = Math.max(0, Math.min(room, middle < 50 ? left + 12 : left - tip.offsetWidth - 12)) + "px";
    }

    function hide() {
        tip.hidden = true;
        cursor.remove();
        current = -1;
    }

    drawing.parentElement.append(tip);
    drawing.addEventListener("pointermove", (event) => {
        const box = drawing.getBoundingClientRect();
        const place = (event.clientX - box.left) / box.width * 100;
        show(rows.findIndex((row) => Number(row.dataset.to) >= place));
    });
    drawing.addEventListener("pointerleave", hide);
    drawing.addEventListener("blur", hide);
    drawing.addEventListener("keydown", (event) => {
        const moves = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };
        if (event.key === "Escape") hide();
        else if (event.key === "Home") show(0);
        else if (event.key === "End") show(rows.length - 1);
        else if (event.key in moves) {
            const from = current < 0 ? rows.length : current;
            show(Math.max(0, Math.min(rows.length - 1, from + moves[event.key])));
        } else return;
        event.preventDefault();
    });
}

function prepare() {
    page().classList.add("scripted");
    document.querySelectorAll("figure.chart").forEach(prepareChart);
    filterRows();
}

prepare();
