/* Every leaf of an assessment is kept by the server the moment a field of it is left.
   <section id="i7"> holds <form data-score action="…"> and [data-value]; the page [data-total] and [data-said-all].
   A leaf that could not be sent waits in the page, is sent again when the line comes back, and the browser asks before
   the page is left. Answers: 200 {saved_at, value, total, needs_reason}; 422 {message}. */
(function () {
  "use strict";
  var RETRY = [2000, 5000, 10000, 20000];
  var waiting = new Set();
  var failures = 0;
  var timer = null;
  var all = document.querySelector("[data-said-all]");

  function said(form, words, kind) {
    var place = form.querySelector("[data-said]");
    place.textContent = words;
    place.className = kind === "wrong" ? "lm-wrong" : "lm-quiet";
    form.querySelectorAll("input, select").forEach(function (field) {
      field.setAttribute("aria-invalid", kind === "wrong" ? "true" : "false");
    });
  }

  function tellAll() {
    all.textContent = waiting.size ? "，有 " + waiting.size + " 项没有存上，正在重试" : "";
  }

  function again() {
    clearTimeout(timer);
    timer = setTimeout(function () { waiting.forEach(send); }, RETRY[Math.min(failures, RETRY.length - 1)]);
    failures += 1;
  }

  function answered(form, status, told) {
    if (status === 422) {
      waiting.delete(form);
      said(form, told.message, "wrong");
      return;
    }
    if (status !== 200) {
      said(form, status === 403 || status === 404 || status === 0 ? "没有存上，请刷新本页重新登录" : "没有存上，正在重试", "wrong");
      waiting.add(form);
      again();
      return;
    }
    waiting.delete(form);
    failures = 0;
    said(form, "已保存 " + told.saved_at);
    var leaf = form.closest("section");
    leaf.querySelector("[data-value]").textContent = told.value || "—";
    document.querySelector("[data-total]").textContent = told.total || "—";
    var needs = leaf.querySelector("[data-needs]");
    if (needs) {
      needs.hidden = !told.needs_reason;
      needs.textContent = "待写理由";
    }
  }

  function send(form) {
    if (form.dataset.busy) {
      form.dataset.more = "1";
      return;
    }
    form.dataset.busy = "1";
    said(form, "正在保存…");
    fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      credentials: "same-origin",
      redirect: "manual", // a redirect to the log-in is not a kept score
      keepalive: true,
      headers: { Accept: "application/json" },
    }).then(function (answer) {
      return answer.json().catch(function () { return {}; }).then(function (told) {
        answered(form, answer.status, told);
      });
    }).catch(function () {
      waiting.add(form);
      said(form, "没有网络，恢复后自动保存", "wrong");
      again();
    }).finally(function () {
      delete form.dataset.busy;
      tellAll();
      if (form.dataset.more) {
        delete form.dataset.more;
        send(form);
      }
    });
  }

  document.querySelectorAll("form[data-score]").forEach(function (form) {
    form.addEventListener("change", function () { send(form); });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      send(form);
    });
    form.querySelector("[data-save]").hidden = true; // needed only where this script does not run
  });

  window.addEventListener("online", function () { waiting.forEach(send); });
  window.addEventListener("beforeunload", function (event) {
    if (waiting.size) {
      event.preventDefault();
    }
  });
})();
