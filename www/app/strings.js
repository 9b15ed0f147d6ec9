// @ts-check
// Every sentence of the interface, in one place: to be read through, corrected and translated.

import { count, duration, hundredths, megabytes, percent, percentRange, rate } from "./logic/format.js";

/**
 * @param {number} n
 * @param {string} one
 * @param {string} many
 */
function plural(n, one, many = `${one}s`) {
  return `${count(n)} ${n === 1 ? one : many}`;
}

export const strings = {
  appName: "Handpick",
  /** @param {string} screen */
  title: (screen) => `${screen} · Handpick`,
  skipToContent: "Skip to content",

  header: {
    bytesSent: "Bytes sent:",
    project: "Project",
    more: "More",
    labels: "Labels",
    answers: "Answers",
    data: "Texts",
    labelling: "Labelling",
    sections: "Parts of the project",
  },

  start: {
    title: "Start",
    heading: "Hand-pick a few. The rest follows.",
    lead: "Drop a file of texts, name a few labels, answer one text at a time. A small language model in this page learns from every answer and asks about the text that would teach it most. Nothing you open leaves the page.",
    drop: "Drop a file of texts here",
    dropNow: "Let go to read it",
    formats: "CSV, TSV, JSON, JSON Lines or plain text, in any encoding",
    choose: "Choose a file",
    sample: "Try the sample",
    sampleNote: "303 messages to a bike-rental shop that does not exist",
    paste: "Paste texts",
    openProject: "Open a project file",
    pasteLabel: "Texts, one a line",
    pasteUse: "Use these texts",
    pasteCancel: "Cancel",
    pasteEmpty: "There is no text yet: paste one text a line.",
    continueHeading: "Your project is still here",
    continueButton: "Go on labelling",
    /** @param {string} name @param {number} answers @param {number} texts */
    continueNote: (name, answers, texts) => `${name || "Pasted texts"}: ${plural(answers, "answer")} for ${plural(texts, "text")}`,
    steps: [
      ["Drop", "The file is read in this page. What is odd in it is listed; nothing is dropped silently."],
      ["Name", "A few labels, as you would say them. Their names alone give the first guesses."],
      ["Answer", "One key a text. One text in eight is a random check, so that the accuracy shown is honest."],
    ],
    notOneFile: "Please drop one file at a time.",
    reading: "Reading the file…",
    opening: "Opening your project…",
  },

  import: {
    title: "Check the file",
    pastedName: "Pasted texts",
    textColumn: "The text is in",
    labelColumn: "Labels are already in",
    noColumn: "no column",
    preview: "The first rows",
    textMark: "text",
    labelMark: "labels",
    readingOptions: "Read it differently",
    format: "Format",
    encoding: "Encoding",
    delimiter: "Separator",
    header: "First row",
    headerYes: "names the columns",
    headerNo: "is a row of data",
    auto: "as recognised",
    formats: { csv: "CSV", tsv: "TSV", jsonl: "JSON Lines", json: "JSON", lines: "One text a line" },
    delimiters: { ",": "comma ,", ";": "semicolon ;", "\t": "tab", "|": "bar |" },
    /** @param {number} values */
    useLabels: (values) => `Take its ${plural(values, "value")} as the labels`,
    useAnswers: "Count them as answers already given",
    useAnswersNote: "Leave this off to try the learner on a file whose answers you know.",
    /** @param {number} n */
    oddities: (n) => (n === 1 ? "One thing to know" : `${count(n)} things to know`),
    odditiesNote: "The file was read all the same.",
    accept: "Use these texts",
    another: "Choose another file",
    taking: "Taking the texts in…",
    replaceHeading: "Replace the project?",
    /** @param {string} name @param {number} answers */
    replaceBody: (name, answers) => `The texts of ${name || "the project"} and ${plural(answers, "answer")} would go. Save the project first if you want to come back to it.`,
    replaceConfirm: "Replace it",
  },

  labels: {
    title: "Labels",
    heading: "Name the labels",
    lead: "As you would say them. A short description helps the first guesses.",
    input: "New label",
    placeholder: "such as Billing",
    add: "Add",
    hint: "Enter adds one. Paste a list to add many at once.",
    empty: "No label yet. Two are enough to begin.",
    list: "Labels so far",
    /** @param {string} name */
    describe: (name) => `What ${name} means (optional)`,
    describePlaceholder: "what it means (optional)",
    /** @param {string} name */
    remove: (name) => `Remove ${name}`,
    /** @param {string} name @param {number} n */
    removeNote: (name, n) => `Removed ${name}. ${plural(n, "answer")} with it no longer count${n === 1 ? "s" : ""}; add the label again to bring ${n === 1 ? "it" : "them"} back.`,
    /** @param {string[]} names */
    added: (names) => (names.length === 1 ? `Added ${names[0]}` : `Added ${plural(names.length, "label")}`),
    /** @param {string[]} names */
    known: (names) => `Already there: ${names.join(", ")}`,
    start: "Start labelling",
    resume: "Go on labelling",
    needOneMore: "Add one more label to begin.",
    taken: "There is a label of that name already.",
  },

  annotate: {
    title: "Labelling",
    heading: "Which label fits?",
    item: "Text to label",
    randomCheck: "Random check",
    randomCheckNote: "Drawn at random to measure accuracy. The model keeps its guess to itself, so that yours is your own.",
    why: "Asked because:",
    looksLike: "Looks like",
    fromNames: "guessed from the labels’ names",
    noGuess: "No guess yet",
    labels: "Labels",
    skip: "Skip",
    undo: "Undo",
    filter: "Find a label",
    filterNone: "No label matches.",
    /** @param {number} tokens */
    truncated: (tokens) => `A long text: the model reads its beginning and leaves out ${plural(tokens, "word piece")}. You see all of it.`,
    showAll: "Show the whole text",
    blank: "(blank)",
    choosing: "Choosing the next text…",
    finishedHeading: "Every text has an answer",
    finishedBody: "Nothing is left to ask. Export the answers, or look through them once more.",
    exhaustedBody: "Every text was answered or skipped. Skipped texts can be answered in the list of answers.",
    /** @param {string} label */
    answered: (label) => `Answered ${label}.`,
    skipped: "Skipped.",
    undone: "Taken back.",
    undoneElsewhere: "Taken back: your last change in the list of answers.",
    last: "Last answer:",
    /** @param {string} label */
    modelAgreed: (label) => `the model had said ${label} too`,
    /** @param {string} label */
    modelDiffered: (label) => `the model had said ${label}`,
    /** @param {string} text @param {boolean} audit */
    next: (text, audit) => `${audit ? "Random check. " : ""}${text}`,
    /** @param {string} label @param {number} probability */
    suggested: (label, probability) => `Looks like ${label}, ${percent(probability)}.`,
  },

  progress: {
    heading: "How it goes",
    estimate: "Estimated accuracy",
    curve: "Learning curve",
    curveNote: "Accuracy on random checks against answers given; the band is the 95 % interval.",
    curveWaiting: "The curve begins once there are a few random checks: one text in eight is one.",
    asTable: "Show as a table",
    asChart: "Show as a chart",
    columns: { labels: "Answers", accuracy: "Accuracy", interval: "Interval", audited: "Checks", macroF1: "Macro F1" },
    byLabel: "Answers by label",
    /** @param {number} done @param {number} total */
    answered: (done, total) => `${count(done)} of ${plural(total, "text")} answered`,
    /** @param {number} n */
    skipped: (n) => `${count(n)} skipped`,
    quality: "Quality by label",
    qualityNote: "On random checks alone. In small: the 95 % interval.",
    qualityColumns: { label: "Label", precision: "Precision", recall: "Recall", f1: "F1", support: "Checks" },
    confusion: "What is taken for what",
    confusionNote: "Random checks: a row for each answer of yours, a column for each answer of the model.",
    confusionCorner: "Yours",
    confusedPairs: "Random checks that the model got wrong, the most frequent first.",
    confusedColumns: { truth: "Yours", predicted: "Model", count: "Checks" },
    noneConfused: "No random check is wrong so far.",
    calibration: "Is it as sure as it should be?",
    calibrationNote: "Random checks by how sure the model was. Where it is calibrated, both shares are alike.",
    calibrationColumns: { range: "Says", confidence: "On average", accuracy: "Is right", count: "Checks" },
    /** @param {import("../handpick/protocol.js").CalibrationEstimate} calibration */
    calibrationFigures: ({ adaptiveEce, brier }) =>
      `It is off by ${percent(adaptiveEce.value)} on average (${percentRange(adaptiveEce.low, adaptiveEce.high)}). Brier score ${hundredths(brier.value)} (${hundredths(brier.low)}–${hundredths(brier.high)}); 0 is perfect, 2 the worst.`,
  },

  engine: {
    heading: "Behind the scenes",
    strategy: "Ask about",
    /** Families of strategies, in the order in which they are offered. @type {Record<string, string>} */
    families: {
      adaptive: "Choosing by itself",
      uncertainty: "What the model is unsure of",
      committee: "Where several models disagree",
      gradient: "What would change the model most",
      combined: "Several of these at once",
      representation: "Where texts lie among each other",
      wrapper: "Around margin",
      baseline: "To compare with",
    },
    paper: "Source:",
    model: "Language model",
    modelFailed: "The language model could not be loaded.",
    modelWaiting: "The language model is being loaded.",
    /** @param {number} done @param {number} total */
    modelLoading: (done, total) => (total > 0 ? `Loading the language model: ${megabytes(done)} of ${megabytes(total)}` : `Loading the language model: ${megabytes(done)}`),
    /** @param {number} done @param {number} total */
    reading: (done, total) => `The model has read ${count(done)} of ${plural(total, "text")}`,
    /** @param {number} perSecond @param {number} seconds */
    speed: (perSecond, seconds) => `${rate(perSecond)} texts a second, ${duration(seconds)} left`,
    /** @param {number} total */
    readAll: (total) => `The model has read all ${plural(total, "text")}`,
    /** @param {number} n */
    truncated: (n) => `${plural(n, "text")} ${n === 1 ? "is" : "are"} longer than it reads`,
    device: { cpu: "Runs on the processor", webgpu: "Runs on the graphics card" },
    deviceWaiting: "Choosing where to compute…",
  },

  answers: {
    title: "Answers",
    heading: "Answers given",
    /** @param {number} labelled @param {number} skipped */
    lead: (labelled, skipped) => `${plural(labelled, "answer")}${skipped ? `, ${plural(skipped, "text")} skipped` : ""}. Changes count at once.`,
    empty: "No answer yet.",
    none: "No answer matches.",
    search: "Find in the texts",
    show: "Show",
    all: "All answers",
    skipped: "Skipped",
    /** @param {string} text */
    labelOf: (text) => `Label of: ${text}`,
    remove: "Take back",
    /** @param {string} text */
    removeOf: (text) => `Take back the answer to: ${text}`,
    more: "Show more",
    randomCheck: "random check",
    back: "Back to labelling",
    again: "Answers to look at again",
    againNote: "Answers that the others contradict, and texts that say the same with different labels. A slip, perhaps, or the labels overlap.",
    look: "Look for them",
    looking: "Looking…",
    /** @param {number} judged */
    noneAgain: (judged) => `None among ${plural(judged, "answer")}.`,
    /** @param {number} shown @param {number} all */
    someAgain: (shown, all) => (shown < all ? `The ${count(shown)} most suspicious of ${count(all)} answers, and contradictions.` : `${plural(shown, "suspicious answer")}, and contradictions.`),
    goTo: "Go to it",
    goToFirst: "Go to the first",
    goToSecond: "Go to the second",
    changed: "Changed.",
    removed: "Taken back. The text may be asked about again.",
  },

  data: {
    title: "All texts",
    heading: "All texts",
    list: "Texts",
    search: "Search the texts",
    regex: "Regular expression",
    sort: "Order",
    sorts: {
      file: "As in the file",
      least_confident: "Least confident first",
      most_confident: "Most confident first",
      newest_answer: "Newest answer first",
      label: "By label",
      shortest: "Shortest first",
      longest: "Longest first",
      similarity: "Most alike first",
    },
    filters: "Filters",
    any: "any",
    answer: "Answer",
    withLabel: "answered with",
    states: { open: "open", labelled: "answered", skipped: "skipped", unsure: "not sure" },
    prediction: "Prediction",
    confidence: "Confidence (%)",
    from: "from",
    to: "to",
    onlyFlagged: "Flagged",
    onlyDiffers: "Answer and prediction differ",
    onlyGiven: "The file gave a label",
    clearFilters: "Clear the filters",
    columns: { select: "Selected", text: "Text", answer: "Answer", prediction: "Prediction", actions: "Actions" },
    /** @param {number} found @param {number} all */
    found: (found, all) => (found === all ? plural(all, "text") : `${count(found)} of ${plural(all, "text")}`),
    none: "No text is like that.",
    loading: "…",
    noLabels: "no label",
    noPrediction: "none yet",
    differs: "differs",
    flagged: "Flagged",
    /** @param {string} cosine */
    similarity: (cosine) => `alike: ${cosine}`,
    /** @param {string} words */
    selectOf: (words) => `Select: ${words}`,
    similar: "More like this",
    /** @param {string} words */
    likeThis: (words) => `Most like “${words}”`,
    /** @param {number} n */
    likeSelected: (n) => plural(n, "selected text"),
    likeNone: "Stop comparing",
    selection: "Selected texts",
    /** @param {number} n */
    selected: (n) => `${count(n)} selected`,
    selectAll: "Select all",
    selectNone: "Select none",
    label: "Label",
    give: "Give this label",
    giveOnly: "Give this label alone",
    takeBack: "Take answers back",
    moreLikeThese: "More like these",
    undo: "Undo",
    /** @param {number} n @param {string} label */
    given: (n, label) => `${plural(n, "text")} answered ${label}.`,
    /** @param {number} n */
    takenBack: (n) => `${plural(n, "answer")} taken back.`,
    /** @param {number} n */
    undone: (n) => (n === 0 ? "Undone." : `Undone: ${plural(n, "text")}.`),
    keys: "Arrow keys, Page Up and Down, Home and End move; Space selects, with Shift a range; Enter shows a text’s history; Ctrl Z undoes.",
    flag: "Flag",
    changeFlag: "Change flag",
    flagHeading: "Flag this text",
    flagNote: "Note (optional)",
    flagSave: "Save the flag",
    flagRemove: "Remove the flag",
    flagSaved: "Flagged.",
    flagRemoved: "The flag is gone.",
    history: "History",
    historyNone: "Nothing has happened to this text yet.",
    historyClose: "Close",
    /** @param {string} label */
    sourceLabel: (label) => `The file says: ${label}`,
    past: {
      /** @param {string} labels */
      labelled: (labels) => (labels === "" ? "answered: no label" : `answered ${labels}`),
      skipped: "skipped",
      unsure: "skipped, not sure",
      unlabelled: "answer taken back",
      /** @param {string} note */
      flagged: (note) => (note === "" ? "flagged" : `flagged: ${note}`),
      unflagged: "flag removed",
      /** @param {string} labels */
      renamed: (labels) => `label renamed, now ${labels}`,
    },
    /** @param {number} n */
    together: (n) => `together with ${plural(n, "other text")}`,
    /** @param {string} strategy */
    askedBy: (strategy) => `asked by ${strategy}`,
  },

  menu: {
    csv: "Answers and predictions as CSV",
    jsonl: "Answers and predictions as JSON Lines",
    head: "The trained head as JSON",
    save: "Save the project as a file",
    replay: "Replay with known labels",
    open: "Open a project file",
    another: "Label another file",
    startOver: "Start over",
    suggestions: "Show the model’s guesses",
    shortcuts: "Single-key shortcuts",
    export: "Take with you",
    project: "Project",
    settings: "Settings",
    /** @param {string} name */
    saved: (name) => `Saved ${name}`,
    startOverHeading: "Start over?",
    /** @param {number} answers @param {string} name */
    startOverBody: (answers, name) => `${plural(answers, "answer")} would be taken back, one by one. The texts of ${name || "the project"} and the labels stay.`,
    startOverConfirm: "Take all answers back",
    openHeading: "Open another project?",
    /** @param {number} answers */
    openBody: (answers) => `It takes the place of this one and its ${plural(answers, "answer")}. Save this one first if you want to come back to it.`,
    openConfirm: "Open it",
    cancel: "Cancel",
    startedOver: "All answers were taken back.",
  },

  replay: {
    title: "Replay",
    heading: "Replay with known labels",
    lead: "A simulated annotator who knows the answers labels the file again, once for each strategy and seed. Part of the texts is held out, and accuracy on them is measured after every batch. Your own answers stay as they are.",
    choices: "What to replay",
    gold: "The true labels are",
    goldNote: "Each text with one is used once, however often it stands in the file.",
    /** @param {string} name @param {number} labels @param {number} texts */
    goldColumn: (name, labels, texts) => `in the column ${name} (${plural(labels, "label")}, ${plural(texts, "text")})`,
    /** @param {number} n */
    goldAnswers: (n) => `your answers (${count(n)})`,
    noGold: "There is no column that looks like labels, and there are answers with fewer than two labels. Label some texts first.",
    protocol: "Protocol",
    protocolNote: "The replay ends earlier where the texts do.",
    protocols: { A: "A: 25 at random, then 20 batches of 25", B: "B: 30 balanced, then 10 batches of 10", C: "C: none, then 100 one by one" },
    seeds: "Seeds",
    seedsNote: "Runs of each strategy. With fewer than six nothing can be significant.",
    noise: "Wrong answers (%)",
    noiseNote: "How often the simulated annotator errs.",
    strategies: "Strategies",
    noStrategy: "Choose a strategy; random is what the others are compared with.",
    run: "Start the replay",
    stop: "Stop",
    stopped: "The replay was stopped.",
    progressName: "Replay",
    /** @param {number} done @param {number} total */
    progress: (done, total) => `${count(done)} of ${plural(total, "batch", "batches")}`,
    /** @param {string} time */
    left: (time) => `${time} left`,
    done: "The replay is done.",
    result: "Result",
    /** @param {number} pool @param {number} test @param {number} labels @param {number} seeds */
    measured: (pool, test, labels, seeds) => `${plural(pool, "text")} to choose from, ${count(test)} held out to measure on; ${plural(labels, "label")}, ${plural(seeds, "seed")}.`,
    chart: "Accuracy against labels given",
    chartNote: "Means over the seeds; the bands are 95 % intervals.",
    table: "Strategies compared",
    columns: { strategy: "Strategy", accuracy: "Final accuracy (%)", area: "Area (%)", difference: "Area over random (95 % interval)", wins: "Seeds won", p: "p (Wilcoxon, Holm)" },
    /** @param {number} wins @param {number} seeds */
    wins: (wins, seeds) => `${count(wins)} of ${count(seeds)}`,
    /** @param {string} low @param {string} high */
    range: (low, high) => `${low} to ${high}`,
    saveCsv: "Every point as CSV",
    saveSvg: "Chart as SVG",
    savePng: "Chart as PNG",
  },

  privacy: {
    heading: "Nothing leaves this page",
    lead: "Your texts, labels and answers are read, learned from and stored in this browser. There is no server that could receive them.",
    /** @param {number} own */
    own: (own) => `${plural(own, "request")} so far, all for Handpick’s own files`,
    foreignNone: "No request to any other address",
    /** @param {string} hosts @param {number} n */
    foreign: (hosts, n) => `${plural(n, "request")} to another address (${hosts}). Handpick makes none: look at your browser’s extensions.`,
    /** @param {number} n */
    blocked: (n) => `${plural(n, "attempt")} to reach another address stopped by the page’s policy`,
    policy: "The page’s policy, which the browser enforces:",
    limits: "The count is the browser’s own list of this page’s requests. Its workers keep their own list; they refuse every request but those for Handpick’s own files.",
    test: "To be sure, switch off your network now and go on: everything works.",
    zero: "0",
    unknown: "see details",
    close: "Close",
  },

  errors: {
    retry: "Try again",
    dismiss: "Dismiss",
    /** @param {string} code */
    code: (code) => `Code: ${code}`,
    unexpected: "Something went wrong that Handpick did not expect. Your answers are safe; reload the page to go on.",
    modelMeanwhile: "You can go on meanwhile: texts are shown in random order until the model is there.",
    /** @param {string} parts */
    ignored: (parts) => `The page’s address asks for ${parts}, which makes no sense to Handpick; it goes on without.`,
    sampleMissing: "The sample file could not be read. Is the page complete?",
  },

  keys: {
    heading: "Keys",
    rows: [
      ["1 … 9, a … z", "gives that label to the text on screen"],
      ["Space", "skips it"],
      ["Backspace, Ctrl Z", "takes the last answer back"],
      ["/", "finds a label, where there are many"],
      ["?", "shows this list"],
    ],
    close: "Close",
  },
};
