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
    removeNote: (name, n) => `Removed ${name}.${n > 0 ? ` ${plural(n, "answer")} with it no longer count${n === 1 ? "s" : ""}.` : ""}`,
    /** @param {string[]} names */
    added: (names) => (names.length === 1 ? `Added ${names[0]}` : `Added ${plural(names.length, "label")}`),
    /** @param {string[]} names */
    known: (names) => `Already there: ${names.join(", ")}`,
    start: "Start labelling",
    resume: "Go on labelling",
    needOneMore: "Add one more label to begin.",
    taken: "There is a label of that name already. To give it this one’s answers, merge them.",
    noName: "A label needs a name.",
    /** @param {string} name */
    edit: (name) => `Change ${name}`,
    editTitle: "Change",
    editHeading: "Change a label",
    name: "Name",
    description: "Description",
    key: "Key",
    color: "Colour",
    colorAuto: "By its place",
    /** @param {number} n */
    colorNamed: (n) => `Colour ${n}`,
    save: "Save",
    mergeInto: "Or merge it into",
    mergeChoose: "Choose a label",
    merge: "Merge",
    mergeNote: "Its answers become that label’s, and it goes.",
    delete: "Delete",
    /** @param {string} name */
    deleteHeading: (name) => `Delete ${name}?`,
    /** @param {number} n */
    deleteBody: (n) => `${plural(n, "answer")} with it stop${n === 1 ? "s" : ""} counting. Undo brings the label and ${n === 1 ? "its answer" : "its answers"} back.`,
    /** @param {string} from @param {string} to */
    renamed: (from, to) => `Renamed ${from} to ${to}.`,
    /** @param {string} from @param {string} to @param {number} n */
    merged: (from, to, n) => `Merged ${from} into ${to}${n > 0 ? `, with ${plural(n, "answer")}` : ""}.`,
    /** @param {string} name */
    changed: (name) => `Changed ${name}.`,
    undo: "Undo",
    redo: "Redo",
    undone: "The labels are as they were before.",
    redone: "The labels are changed again.",
    several: "A text may have several labels, or none",
    severalNote: "Keys then switch labels on and off, and Enter gives them.",
    guideline: "Guideline",
    guidelineNote: "How to decide between the labels. It is shown beside the text, and saved with the project.",
    find: "Find a label",
    /** @param {number} n */
    more: (n) => `${plural(n, "more label")}: find them by name.`,
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
    unsure: "Not sure",
    flag: "Flag",
    flagChange: "Flagged",
    redo: "Redo",
    give: "Give these",
    giveNone: "None of these",
    filter: "Find a label",
    filterNone: "No label matches.",
    /** @param {number} n */
    filterFound: (n) => `${plural(n, "label")} match${n === 1 ? "es" : ""}.`,
    /** @param {number} n */
    moreLabels: (n) => `and ${plural(n, "more label")}: type to find ${n === 1 ? "it" : "them"}`,
    chosen: "Chosen:",
    /** @param {string} label */
    switchedOn: (label) => `${label} chosen.`,
    /** @param {string} label */
    switchedOff: (label) => `${label} not chosen.`,
    guessWaiting: "The guess comes in a moment, so that yours comes first.",
    guideline: "Guideline",
    guidelineEmpty: "There is none yet. Write down how to decide, for yourself next week and for others.",
    guidelineEdit: "Edit",
    guidelineSave: "Save",
    guidelineLabels: "What the labels mean",
    flaggedMark: "Flagged",
    flagHeading: "Flag this text",
    flagNote: "Note (optional)",
    flagNoteHint: "A flag is for coming back to a text. Its answer stays as it is.",
    flagSave: "Flag it",
    flagRemove: "Take the flag away",
    flagged: "Flagged.",
    unflagged: "The flag is gone.",
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
    unsured: "Not sure.",
    answeredNone: "Answered: none of these.",
    noneOfThese: "none of these",
    undone: "Taken back.",
    undoneElsewhere: "Taken back: your last change in the list of answers.",
    undoneLabels: "Taken back: the last change of the labels.",
    /** @param {number} n */
    undoneMany: (n) => `Taken back: a change of ${plural(n, "text")} at once.`,
    undoneFlag: "Taken back: the last flag.",
    undoneUnflag: "Taken back: the flag is there again.",
    redone: "Done again.",
    redoneLabels: "Done again: the change of the labels.",
    /** @param {number} n */
    redoneMany: (n) => `Done again: a change of ${plural(n, "text")} at once.`,
    redoneFlag: "Done again: the flag.",
    redoneUnflag: "Done again: the flag is gone.",
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
    /** @param {number} n */
    moreLabels: (n) => `and ${plural(n, "label")} with fewer answers`,
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

  people: {
    title: "Several people",
    heading: "Several people",
    alone: "Let others label the same file in their own browser and send you their project file. Open it here: you see how far you agree, and decide where you do not.",
    /** @param {number} open */
    lead: (open) => (open === 0 ? "Nothing is left to decide." : `${plural(open, "text")} to decide.`),
    name: "Your name",
    nameNote: "Goes into your project file, so that your answers can be told from others'.",
    named: "Name kept.",
    merge: "Open another's project file",
    save: "Save all answers side by side",
    /** @param {string} name @param {number} answers */
    merged: (name, answers) => `${plural(answers, "answer")} of ${name} came in.`,
    /** @param {number} unmatched */
    unmatched: (unmatched) => `${plural(unmatched, "answer")} to texts that are not in this project were left out.`,
    /** @param {string[]} names */
    unknown: (names) => `Labels that this project does not have: ${names.join(", ")}.`,
    /** @param {string} name @param {number} answers */
    annotator: (name, answers) => `${name}: ${plural(answers, "answer")}`,
    agreement: "Agreement",
    pair: "Annotators",
    both: "Answered by both",
    agreed: "Alike",
    kappa: "Cohen's kappa",
    /** @param {string} alpha */
    alpha: (alpha) => `Krippendorff's alpha over all: ${alpha}`,
    undefined: "not defined",
    noLabel: "no label",
    /** @param {string} label @param {string[]} by @param {string} text */
    decideFor: (label, by, text) => `${label}, said by ${by.join(", ")}: ${text}`,
    /** @param {string} label */
    decided: (label) => `Decided: ${label}.`,
  },

  menu: {
    people: "Several people",
    csv: "Answers and predictions as CSV",
    jsonl: "Answers and predictions as JSON Lines",
    head: "The trained head as JSON",
    save: "Save the project as a file",
    replay: "Replay with known labels",
    open: "Open a project file",
    another: "Label another file",
    startOver: "Start over",
    suggestions: "The model’s guess",
    suggestionChoices: { shown: "shown at once", delayed: "shown after a moment", hidden: "hidden" },
    shortcuts: "Single-key shortcuts",
    keys: "Keys…",
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

  keeping: {
    link: "Projects and keeping",
    /** @param {string} time @param {number} answers */
    saved: (time, answers) => `Saved ${time}, ${plural(answers, "answer")}`,
    /** @param {number} answers */
    notChanged: (answers) => `Saved, ${plural(answers, "answer")}`,
    offlineShort: "Works without a network",
    /** @param {"waiting" | "writing" | "written" | "failed"} kind @param {string} name @param {string} time */
    fileState: (kind, name, time) =>
      ({
        waiting: time ? `${name} last written ${time}; changes follow in a moment` : `${name} is written in a moment`,
        writing: `Writing ${name}…`,
        written: `${name} last written ${time}`,
        failed: `${name} could not be written${time ? ` (last written ${time})` : ""}: the next change tries again.`,
      })[kind],
    /** @param {string} name */
    fileAsks: (name) => `The browser wants to be told again that Handpick may write to ${name}.`,
    fileAllow: "Go on writing to it",
    fileNow: "Save it as a file now",
    unfiled: "Your answers are in this browser alone, and it cannot write to a file by itself. Save the project as a file now and then.",
    nearFull: "This browser has little room left for Handpick. Save the project as a file, then delete a project that you no longer need, or make room on the disk.",
    update: "A new version of Handpick is ready. It takes over when no tab uses this one any more, or now: all tabs with Handpick are reloaded, and no answer is lost.",
    updateNow: "Reload with the new version",
  },

  elsewhere: {
    title: "Open in another tab",
    heading: "This project is open in another tab",
    lead: "One tab at a time can change a project, so that no answer is written over. All answers are kept.",
    take: "Use it here",
    other: "Choose another project",
    note: "If you use it here, the other tab finishes the answer that is under way and lets go. A replay there is stopped.",
    taking: "Waiting for the other tab to let go…",
    refused: "The other tab has not let go yet. It may be busy: try again in a moment, or close it.",
  },

  projects: {
    title: "Projects",
    heading: "Projects in this browser",
    lead: "Each has texts, labels and answers of its own, and is kept in this browser alone.",
    current: "open",
    /** @param {string} source @param {number} answers @param {number} texts @param {string} changed */
    facts: (source, answers, texts, changed) =>
      texts === 0 ? "No texts yet" : [source || "Pasted texts", `${plural(answers, "answer")} for ${plural(texts, "text")}`, changed ? `last change ${changed}` : ""].filter(Boolean).join(" · "),
    unknown: "Open it to see what is in it",
    open: "Open",
    /** @param {string} title */
    openOf: (title) => `Open ${title}`,
    rename: "Rename",
    /** @param {string} title */
    renameOf: (title) => `Rename ${title}`,
    delete: "Delete",
    /** @param {string} title */
    deleteOf: (title) => `Delete ${title}`,
    renameHeading: "Rename the project",
    nameLabel: "Name",
    renameConfirm: "Rename",
    newLabel: "Name of a new project",
    create: "Begin a new project",
    taken: "There is a project of that name: choose another name.",
    nameless: "A project needs a name.",
    /** @param {string} title */
    deleteHeading: (title) => `Delete ${title}?`,
    /** @param {number | null} answers null where not known */
    deleteBody: (answers) => `Its texts, labels and ${answers === null ? "answers" : plural(answers, "answer")} are deleted from this browser. This cannot be undone; a file that you saved stays.`,
    deleteConfirm: "Delete it",
    /** @param {string} title */
    deleted: (title) => `${title} is deleted.`,
    /** @param {string} title */
    deleteHeld: (title) => `${title} is open in another tab, so it was not deleted. Close that tab, then try again.`,
    fileHeading: "In a file",
    fileOff: "Handpick can write this project to a file of yours a few seconds after every answer.",
    fileUnsupported: "This browser does not let a page write to a file by itself. Save the project as a file now and then.",
    fileNote: "The file is replaced as a whole, never half. It opens in any browser with “Open a project file”.",
    filePick: "Choose a file to write to",
    fileOther: "Choose another file",
    fileStop: "Stop writing to it",
    roomHeading: "In this browser",
    durable: "Every answer is on the disk before the next text is shown",
    persisted: "The browser has promised not to delete it when room gets short",
    notPersisted: "When room gets short, the browser may delete it",
    persistAsk: "Ask the browser to keep it",
    persistRefused: "The browser did not agree. Many agree once you have used the page for a while or made a bookmark of it; until then, save the project as a file now and then.",
    roomUnknown: "The browser does not say how much room there is",
    /** @param {string} used @param {string} all */
    room: (used, all) => `${used} used, the language model included; the browser reports room for ${all} in all`,
    offlineHeading: "Without a network",
    /** @type {Record<import("./offline.js").OfflineState, string>} */
    offline: {
      unsupported: "This browser keeps no pages for use without a network, or not at this address. What is open goes on working.",
      absent: "The page is not kept yet.",
      storing: "The page is being kept for use without a network…",
      ready: "The page works without a network, from this version’s own files.",
      update: "The page works without a network. A new version is kept beside it, whole and checked, and takes over when you say so or when no tab uses this one.",
      failed: "The page could not be kept for use without a network. What is open goes on working; the next visit tries again.",
    },
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
    lead: "A key counts for the text that is on screen when you press it. Choose a field and press another key to change it.",
    single: "Single-key shortcuts",
    singleNote: "Without them, everything has its button, and typing finds a label.",
    /** @type {Record<import("./logic/keys.js").ActionName, string>} */
    actions: {
      skip: "Skip the text",
      unsure: "Not sure",
      flag: "Flag the text, with a note",
      undo: "Take the last step back",
      redo: "Do it again",
      palette: "Find a label",
      guideline: "Show or hide the guideline",
      help: "Show these keys",
    },
    /** @type {Record<import("./logic/keys.js").ActionName, string>} */
    does: {
      skip: "skips the text",
      unsure: "says “not sure”",
      flag: "flags the text",
      undo: "takes the last step back",
      redo: "does it again",
      palette: "finds a label",
      guideline: "shows the guideline",
      help: "shows the keys",
    },
    always: "Always",
    rows: [
      ["Ctrl Z, ⌘ Z", "takes the last step back"],
      ["Ctrl Shift Z, Ctrl Y, ⌘ Shift Z", "does it again"],
      ["Enter", "gives the chosen labels, where a text may have several"],
    ],
    labelsNote: "A label’s own key is chosen on the screen of the labels.",
    /** @type {Record<string, string>} */
    names: { " ": "Space", Backspace: "⌫", Delete: "Del", Insert: "Ins" },
    /** The names that `aria-keyshortcuts` has for them. @type {Record<string, string>} */
    spoken: { " ": "Space" },
    none: "none",
    /** @param {string} what */
    clear: (what) => `No key for: ${what}`,
    fixed: "Enter, Escape and Tab keep what they do.",
    unusable: "That key cannot be used here.",
    /** @param {string} key @param {string} does */
    takenBy: (key, does) => `${key} ${does} already.`,
    /** @param {string} key @param {string} label */
    takenByLabel: (key, label) => `${key} gives ${label} already.`,
    defaults: "Back to the usual keys",
    close: "Close",
  },
};
