// All that the page says, in English and Chinese.

const english = {
  skip: "Skip to the drawing",
  drawTitle: "Draw",
  paper: "Drawing paper",
  hint: "Draw here, or drop a picture",
  hintDigits: "Draw a digit here, or a few in a row",
  hintText: "Drop, paste or open a picture of a text, or write one here",
  tools: "Tools",
  undo: "Undo",
  clear: "Clear",
  width: "Pen",
  open: "Picture",
  keys: "Keyboard: arrows move the pen, space puts it down and lifts it, Ctrl+Z takes back, Del clears.",
  answerTitle: "Answer",
  seen: "What it sees",
  bars: "Probabilities",
  characters: "Probability of each character",
  model: "Model",
  sure: "{0} sure",
  refused: "This looks like none of its classes.",
  spoken: "It reads {0}, {1} sure.",
  spokenRefused: "It looks like none of the classes.",
  time: "answered in {0} ms",
  inside: "Look inside",
  insideText: "Every step of the network at work on this drawing. Choose a map to see how one of its numbers comes about.",
  insideEmpty: "Draw something first.",
  insideBusy: "Looking…",
  insideFailed: "This cannot be shown: {0}",
  saliency: "What speaks for {0}",
  saliencyText: "The warmer a place, the more of the answer is lost when it is covered (occlusion).",
  gallery: "Drawn so far",
  again: "Draw it again: {0}",
  about: "About this model",
  down: "Pen down",
  up: "Pen lifted",
  gone: "The server does not answer. Trying again …",
  locked: "This server answers who gives its token.",
  token: "Token of this server",
  tokenUse: "Use it",
  tokenWrong: "That is not its token.",
  broken: "This page does not answer as its model did: its file is damaged.",
  badPicture: "This picture could not be opened.",
  failed: "No answer: {0}",
  notYet: "No answer yet: {0}. It is asked again by itself …",
  map: "Map {0}",
  largest: "Map {0}: its largest number, in row {1} and column {2}",
  sees: "it sees",
  times: "times the kernel",
  sum: "{0} products, and the bias {1}: together {2}",
  part: "channel {0}",
  more: "and {0} more channels",
  maximum: "the largest of the window is kept: {0}",
  mean: "the mean of the window: {0}",
  noWorking: "The largest number here is {0}.",
  steps: {
    Input: "The framed picture as numbers.",
    Conv2d: "Small patterns, the kernels, are laid on every place: each number is a sum of products.",
    Linear: "Every number is a weighted sum of all numbers before it.",
    MaxPool2d: "Of each window only the largest number is kept.",
    AvgPool2d: "Of each window the mean is kept.",
    ReLU: "What is below zero becomes zero.",
    BatchNorm2d: "Each map is shifted and scaled.",
    BatchNorm1d: "Each number is shifted and scaled.",
    GroupNorm: "Maps are brought to mean 0 and deviation 1 together, then each is shifted and scaled.",
    Flatten: "The maps are put into one row.",
    Dropout: "Only in training are numbers left out; here nothing happens.",
    Softmax: "The numbers become probabilities.",
  },
};

const chinese = {
  skip: "跳到画板",
  drawTitle: "画",
  paper: "画板",
  hint: "在这里画，或拖入一张图片",
  hintDigits: "在这里写一个数字，或连着写几个",
  hintText: "拖入、粘贴或打开一张有文字的图片，也可以在这里写",
  tools: "工具",
  undo: "撤销",
  clear: "清除",
  width: "笔宽",
  open: "图片",
  keys: "键盘：方向键移动画笔，空格键落笔或提笔，Ctrl+Z 撤销，Del 清除。",
  answerTitle: "答案",
  seen: "它看到的",
  bars: "概率",
  characters: "每个字符的概率",
  model: "模型",
  sure: "把握 {0}",
  refused: "不像任何一个类别。",
  spoken: "读作 {0}，把握 {1}。",
  spokenRefused: "不像任何一个类别。",
  time: "用时 {0} 毫秒",
  inside: "看看里面",
  insideText: "网络处理这幅画的每一步。选一张特征图，看其中一个数是怎么算出来的。",
  insideEmpty: "先画点什么。",
  insideBusy: "正在看……",
  insideFailed: "无法显示：{0}",
  saliency: "支持 {0} 的地方",
  saliencyText: "颜色越暖，遮住它时答案损失越多（遮挡法）。",
  gallery: "画过的",
  again: "再画一次：{0}",
  about: "关于这个模型",
  down: "落笔",
  up: "提笔",
  gone: "服务器没有回应，正在重试……",
  locked: "此服务器需要令牌才会回答。",
  token: "此服务器的令牌",
  tokenUse: "使用",
  tokenWrong: "令牌不正确。",
  broken: "这个页面的回答与模型不一致：文件已损坏。",
  badPicture: "无法打开这张图片。",
  failed: "没有答案：{0}",
  notYet: "还没有答案：{0}。稍后会自动再问……",
  map: "特征图 {0}",
  largest: "特征图 {0}：最大的数，第 {1} 行第 {2} 列",
  sees: "它看到",
  times: "乘以卷积核",
  sum: "{0} 个乘积，加上偏置 {1}：合计 {2}",
  part: "通道 {0}",
  more: "以及另外 {0} 个通道",
  maximum: "只保留窗口里最大的数：{0}",
  mean: "窗口的平均值：{0}",
  noWorking: "这里最大的数是 {0}。",
  steps: {
    Input: "取好框的图片，写成数字。",
    Conv2d: "把小图案（卷积核）放到每个位置上：每个数是乘积之和。",
    Linear: "每个数是前面所有数的加权和。",
    MaxPool2d: "每个窗口只保留最大的数。",
    AvgPool2d: "每个窗口保留平均值。",
    ReLU: "小于零的变为零。",
    BatchNorm2d: "每张特征图平移并缩放。",
    BatchNorm1d: "每个数平移并缩放。",
    GroupNorm: "几张特征图一起变成均值 0、标准差 1，再各自平移并缩放。",
    Flatten: "把特征图排成一行。",
    Dropout: "只在训练时丢弃一些数；这里什么也不做。",
    Softmax: "把数变成概率。",
  },
};

const languages = { en: english, zh: chinese };
let current = "en";

/** The text of a key in the reader's language, with values in the places {0}, {1}, ... */
export function text(key, ...values) {
  return (languages[current][key] ?? key).replace(/\{(\d)\}/g, (_, place) => values[place] ?? "");
}

/** A whole number as people read it: "5,760". */
export const counted = (number) => number.toLocaleString("en");

/** Adds texts of another part of the page: `{ en, zh }`. */
export function extend(more) {
  for (const [name, texts] of Object.entries(more)) Object.assign(languages[name], texts);
}

/** What a step of a network does, in a sentence; empty for a step without one. */
export function stepText(operation) {
  return languages[current].steps[operation] ?? "";
}

export const language = () => current;

/** Chooses a language and writes it wherever the page has `data-text` or `data-label`. */
export function speak(wanted) {
  current = languages[wanted] ? wanted : "en";
  document.documentElement.lang = current;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = text(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", text(element.dataset.label));
}

/** The reader's own choice of before, or else the browser's language. */
export function preferred() {
  return remembered() ?? (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
}

function remembered() {
  try {
    return localStorage.getItem("inkling-language");
  } catch {
    // A page from a file may have no store.
    return null;
  }
}

export function remember(wanted) {
  try {
    localStorage.setItem("inkling-language", wanted);
  } catch {
    // Then the choice lasts as long as the page.
  }
}
