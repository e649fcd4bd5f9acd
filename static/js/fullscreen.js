/* The button with data-full-screen shows the page's main part alone on the screen, for a meeting; Esc leaves. Hidden where the browser cannot. */
(function () {
  "use strict";
  var main = document.getElementById("main");
  var enter = main && (main.requestFullscreen || main.webkitRequestFullscreen);
  if (!enter) {
    return;
  }
  document.querySelectorAll("[data-full-screen]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      enter.call(main);
    });
  });
})();
