// The map: `<daybook-map>`, an element of its own, so that the program knows no more of it than attributes and events.
// Attributes: `data-pin` and `data-near` as "north, east"; `data-way`, several of them with a semicolon between;
// `data-choosing` where the pin may be put elsewhere; `data-closer` and `data-farther`, what the buttons are called.
// Events: `pin` with where it was put, `take` when somebody says by key that it is right there, `blank` when the pictures
// of the map do not come. Where those come from, the page says (`data-tiles` of its root).
import { GridLayer, Map, control, divIcon, marker, polyline, tileLayer } from "leaflet/dist/leaflet-src.esm.js";

const house = 17;
/** Where there are pictures of no smaller piece, the last ones are enlarged. */
const finest = { maxNativeZoom: 19, maxZoom: 20 };
/** Pixels that a key moves the pin by, and with Shift. */
const step = [8, 64];
/** Beyond it this projection has no room. */
const northernmost = 85.05;

/** Empty paper with squares, so that one sees it move. */
const Paper = GridLayer.extend({
  createTile() {
    const square = document.createElement("div");
    square.className = "map-square";
    return square;
  },
});

/** What was looked at last: who looks again most likely looks there. */
let last = { center: [50, 20], zoom: 4 };

const read = (text) => text.split(",").map(Number);
const said = ({ lat, lng }) => `${lat.toFixed(6)}, ${lng.toFixed(6)}`;
const sign = (text) =>
  divIcon({
    className: text === "" ? "map-pin" : "map-stop",
    iconSize: null,
    html: text || '<svg viewBox="0 0 28 36" aria-hidden="true"><path d="M14 1a13 13 0 0 0-13 13c0 8.6 13 21 13 21s13-12.4 13-21a13 13 0 0 0-13-13z"/><circle cx="14" cy="14" r="4.5"/></svg>',
  });

class DaybookMap extends HTMLElement {
  static observedAttributes = ["data-pin"];

  #map;
  #pin;
  #resized;

  connectedCallback() {
    const { choosing, closer, farther, near, pin, way } = this.dataset;
    const looking = choosing === undefined;
    const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    // Who chooses has the keys for the pin, and a second tap is one more choice.
    const hands = { doubleClickZoom: looking, keyboard: looking };
    const motion = { fadeAnimation: moves, zoomAnimation: moves, markerZoomAnimation: moves, inertia: moves };
    this.#map = new Map(this, { ...hands, ...motion, attributionControl: false, zoomControl: false });
    control.zoom({ zoomInTitle: closer, zoomOutTitle: farther, zoomInText: "+", zoomOutText: "−" }).addTo(this.#map);
    control.scale({ imperial: false, position: "bottomleft" }).addTo(this.#map);
    this.#draw();
    if (way) this.#go(way.split(";").map(read));
    else if (pin) this.#map.setView(read(pin), house);
    else if (near) this.#map.setView(read(near), house - 3);
    else this.#map.setView(last.center, last.zoom);
    if (pin) this.#put(read(pin));
    this.#map.on("moveend", () => (last = { center: this.#map.getCenter(), zoom: this.#map.getZoom() }));
    if (!looking) {
      this.#map.on("click", ({ latlng }) => this.#choose(latlng));
      this.addEventListener("keydown", this.#pressed);
    }
    // Its size is known when the styles have come, and another one when the tablet is turned.
    this.#resized = new ResizeObserver(() => {
      this.#map.invalidateSize({ pan: false });
      // Until then it could not be seen, and whoever is still at the dialog's cross waits for it.
      if (document.activeElement?.closest(".dialog-head")) this.focus();
    });
    this.#resized.observe(this);
  }

  disconnectedCallback() {
    this.#resized.disconnect();
    this.#map.remove();
    this.#map = this.#pin = undefined;
  }

  attributeChangedCallback(_, before, now) {
    if (!this.#map || !now || (this.#pin && said(this.#pin.getLatLng()) === now)) return;
    this.#put(read(now));
    this.#map.setView(read(now), Math.max(this.#map.getZoom(), house - 1));
  }

  #draw() {
    const { tiles, tilesBy } = document.documentElement.dataset;
    if (!tiles) {
      new Paper(finest).addTo(this.#map);
      return;
    }
    // Who gives pictures away asks to be told for which page; more than its origin is nobody's business.
    const pictures = tileLayer(tiles, { ...finest, referrerPolicy: "strict-origin" });
    let came = false;
    pictures.on("tileload", () => (came = true));
    pictures.on("tileerror", () => came || this.#say("blank"));
    pictures.addTo(this.#map);
    if (tilesBy) {
      const words = document.createElement("span");
      words.textContent = tilesBy;
      control.attribution({ prefix: false }).addAttribution(words.innerHTML).addTo(this.#map);
    }
  }

  /** A day's visits in their order, and the way between. */
  #go(stops) {
    polyline(stops, { className: "map-way", interactive: false }).addTo(this.#map);
    stops.forEach((stop, index) => {
      marker(stop, { icon: sign(`${index + 1}`), interactive: false, keyboard: false, zIndexOffset: -index }).addTo(this.#map);
    });
    this.#map.fitBounds(stops, { padding: [40, 40], maxZoom: house - 1 });
  }

  #put(where) {
    if (this.#pin) {
      this.#pin.setLatLng(where);
      return;
    }
    const draggable = this.dataset.choosing !== undefined;
    this.#pin = marker(where, { icon: sign(""), autoPan: true, draggable, interactive: draggable, keyboard: false });
    this.#pin.on("drag", () => this.#tell()).addTo(this.#map);
  }

  #choose(where) {
    const { lat, lng } = where.wrap();
    this.#put([Math.max(-northernmost, Math.min(northernmost, lat)), lng]);
    this.#map.panInside(this.#pin.getLatLng(), { padding: [48, 48] });
    this.#tell();
  }

  #tell() {
    this.#say("pin", said(this.#pin.getLatLng().wrap()));
  }

  #say(what, detail) {
    this.dispatchEvent(new CustomEvent(what, { detail }));
  }

  #pressed = (event) => {
    // The buttons on the map have keys of their own.
    if (event.target !== this || event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (by) {
      const far = step[Number(event.shiftKey)];
      const from = this.#pin ? this.#map.latLngToContainerPoint(this.#pin.getLatLng()) : this.#map.getSize().divideBy(2);
      this.#choose(this.#map.containerPointToLatLng(this.#pin ? from.add([by[0] * far, by[1] * far]) : from));
    } else if (event.key === "+" || event.key === "=") this.#map.zoomIn();
    else if (event.key === "-") this.#map.zoomOut();
    else if (event.key === "Enter") this.#say("take");
    else return;
    event.preventDefault();
  };
}

customElements.define("daybook-map", DaybookMap);
