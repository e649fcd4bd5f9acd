/* 自评, 初评, 复核: a leaf is kept by the server the moment it is left, and nothing is lost on the way there.
   <form data-score="i17" action="…"> is one leaf; what it holds waits in localStorage until the server has answered,
   and is sent again when the line comes back or the page is opened again. The server refuses (409) what would overwrite
   somebody else's entry that this page never showed (field "seen").
   Answers: 200 {saved_at, seen, values: {i17: "12.5"}, total, inputs, lines, needs_reason, left}; 422 {message, field};
   409 {message}. */
(function () {
  "use strict";
  var PREFIX = "lm-score:";
  var RETRY = [2000, 5000, 10000, 20000];
  var PATIENCE = 15000; // a line that hangs is a lost line
  var page = document.querySelector("[data-scores]");
  if (!page) {
    return;
  }
  var bar = document.querySelector("[data-scores-submit]");
  var said = bar.querySelector("[data-scores-said]");
  var leaves = [];

  function store(key, entered) {
    try {
      if (entered) {
        localStorage.setItem(PREFIX + key, JSON.stringify(entered));
      } else {
        localStorage.removeItem(PREFIX + key);
      }
    } catch (error) {
      // the page itself has it as long as it is open
    }
  }

  function stored(key) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + key));
    } catch (error) {
      return null;
    }
  }

  function sayAll(words, bad) {
    said.textContent = words;
    said.classList.toggle("is-conflict", Boolean(bad));
  }

  function setText(selector, words, within) {
    var place = (within || document).querySelector(selector);
    if (place) {
      place.textContent = words;
    }
  }

  function Leaf(form) {
    var key = form.getAttribute("action");
    var place = document.getElementById(form.dataset.score + "_said");
    var kept = entered();
    var busy = null;
    var timer = null;
    var failures = 0;
    var self = { save: save, isDirty: function () { return entered() !== kept; } };

    function entered() {
      return JSON.stringify(pairs().filter(function (pair) {
        return pair[0] !== "csrfmiddlewaretoken" && pair[0] !== "seen";
      }));
    }

    function pairs() {
      return Array.from(new FormData(form).entries());
    }

    function say(words, kind) {
      place.textContent = words;
      place.className = "lm-mark-said" + (kind ? " is-" + kind : "");
    }

    function mark(name) {
      Array.from(form.elements).forEach(function (field) {
        var wrong = Boolean(name) && field.name === name;
        field.classList.toggle("is-invalid", wrong);
        if (wrong) {
          field.setAttribute("aria-invalid", "true");
        } else {
          field.removeAttribute("aria-invalid");
        }
      });
      var fold = name && form.elements.namedItem(name) && form.elements.namedItem(name).closest
        ? form.elements.namedItem(name).closest("details") : null;
      if (fold) {
        fold.open = true;
      }
    }

    function later(words) {
      say(words, "waits");
      sayAll(words, true);
      clearTimeout(timer);
      timer = setTimeout(save, RETRY[Math.min(failures, RETRY.length - 1)]);
      failures += 1;
      return false;
    }

    /* Whether what stands here is kept. */
    function save() {
      if (busy) {
        return busy.then(function () { return save(); });
      }
      var now = entered();
      if (now === kept) {
        return Promise.resolve(true);
      }
      clearTimeout(timer);
      store(key, { fields: pairs().filter(function (pair) { return pair[0] !== "csrfmiddlewaretoken"; }) });
      say("正在保存…", "");
      busy = send().then(function (answer) {
        return settle(answer, now);
      }).catch(function () {
        return later(navigator.onLine === false ? "网络断开，连上后自动保存" : "没有存上，正在重试");
      }).finally(function () {
        busy = null;
      });
      return busy;
    }

    function send() {
      var stop = new AbortController();
      var limit = setTimeout(function () { stop.abort(); }, PATIENCE);
      return fetch(key, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        redirect: "manual", // a redirect to the log-in is not a kept score
        keepalive: true, // also when the page is left meanwhile
        signal: stop.signal,
        headers: { Accept: "application/json" },
      }).then(function (answer) {
        return answer.json().catch(function () { return null; }).then(function (told) {
          return { status: answer.status, told: told };
        });
      }).finally(function () {
        clearTimeout(limit);
      });
    }

    function settle(answer, sent) {
      var told = answer.told;
      if (told && answer.status === 200) {
        keep(told, sent);
        return true;
      }
      if (told && (answer.status === 422 || answer.status === 409)) {
        failures = 0;
        if (answer.status === 409) {
          store(key, null);
        }
        mark(told.field);
        say(told.message, "wrong");
        sayAll("有没存上的，请看各项的提示", true);
        return false;
      }
      if (answer.status === 403 || answer.status === 404) {
        say("现在不能填写这一项，请刷新本页；您填的还在", "wrong");
        return false;
      }
      return later(answer.status === 0 ? "没有存上，请重新登录；您填的还在" : "没有存上，正在重试");
    }

    function keep(told, sent) {
      kept = sent;
      failures = 0;
      form.elements.namedItem("seen").value = told.seen;
      if (entered() === sent) {
        store(key, null);
      }
      mark("");
      say(told.needs_reason ? "已保存 " + told.saved_at + "；与上一阶段不同，请写明理由" : "已保存 " + told.saved_at,
        told.needs_reason ? "waits" : "kept");
      sayAll("已保存 " + told.saved_at, false);
      Object.keys(told.values).forEach(function (id) {
        setText("[data-value='" + id + "']", told.values[id]);
      });
      setText("[data-score-inputs]", told.inputs, form.closest(".lm-leaf"));
      setText("[data-score-lines]", told.lines.join("；"), form.closest(".lm-leaf"));
      setText("[data-scores-total]", told.total);
      setText("[data-scores-left]", told.left ? "还有 " + told.left + " 项没有写完" : "");
    }

    /* What waited when the page was left stands in its fields again. */
    function restore(waiting) {
      waiting.fields.forEach(function (pair) {
        var field = form.elements.namedItem(pair[0]);
        if (field && typeof pair[1] === "string") {
          field.value = pair[1]; // a group of radios takes the value, too
        }
      });
      say("没有存上，正在重试", "waits");
      save();
    }

    form.addEventListener("focusout", function (event) {
      if (!event.relatedTarget || !form.contains(event.relatedTarget)) {
        save();
      }
    });
    form.addEventListener("change", function (event) {
      if (event.target.type === "radio") {
        save();
      }
    });
    form.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && !event.isComposing && event.target.tagName === "INPUT") {
        event.preventDefault();
        onward(form, event.target);
      }
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      save();
    });
    form.querySelector("[data-score-save]").hidden = true; // needed only where this script does not run
    var waiting = stored(key);
    if (waiting) {
      restore(waiting);
    }
    return self;
  }

  /* Enter goes to the next field, in the next leaf after the last one of this. */
  function onward(form, field) {
    var fields = Array.from(page.querySelectorAll("form[data-score] input:not([type=hidden])")).filter(function (one) {
      return one.offsetParent !== null && (one.type !== "radio" || one.checked || one === field);
    });
    var next = fields[fields.indexOf(field) + 1];
    if (next) {
      next.focus();
    } else {
      field.blur();
    }
  }

  function saveAll() {
    return Promise.all(leaves.map(function (leaf) { return leaf.save(); })).then(function (all) {
      return all.every(Boolean);
    });
  }

  page.querySelectorAll("form[data-score]").forEach(function (form) {
    leaves.push(Leaf(form));
  });
  window.addEventListener("online", saveAll);
  window.addEventListener("offline", function () { sayAll("网络断开，连上后自动保存", true); });
  window.addEventListener("pagehide", saveAll);
  document.addEventListener("visibilitychange", saveAll);
  bar.addEventListener("submit", function (event) {
    if (leaves.some(function (leaf) { return leaf.isDirty(); })) {
      event.preventDefault();
      saveAll().then(function (well) {
        if (well) {
          bar.submit();
        } else {
          sayAll("有没存上的，存上后再提交", true);
        }
      });
    }
  });
})();
