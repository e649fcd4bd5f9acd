// The live view: every three seconds each [data-live-part] is renewed; a full-screen button where the browser can.
// The host's form with its token stands outside, so a button that was replaced still sends it (form="host").
(function () {
  "use strict";
  var live = document.querySelector("[data-live]");
  if (!live || !window.fetch) return;

  function renew(part, fresh) {
    if (!fresh || fresh.innerHTML === part.innerHTML) return;
    var held = part.contains(document.activeElement) ? document.activeElement.id : "";
    part.innerHTML = fresh.innerHTML;
    var again = held && document.getElementById(held);
    if (again) again.focus(); // the same act, not the one that took its place
  }

  function show(text) {
    var page = new DOMParser().parseFromString(text, "text/html");
    document.querySelectorAll("[data-live-part]").forEach(function (part) { renew(part, page.getElementById(part.id)); });
  }

  setInterval(function () {
    if (document.hidden) return;
    fetch(live.getAttribute("data-live"), { credentials: "same-origin", redirect: "error" })
      .then(function (answer) { return answer.ok ? answer.text().then(show) : null; })
      .catch(function () {});
  }, 3000);
  var button = document.querySelector("[data-fullscreen]");
  if (!button || !document.documentElement.requestFullscreen) return;
  button.hidden = false;
  button.addEventListener("click", function () { live.requestFullscreen(); });
})();
