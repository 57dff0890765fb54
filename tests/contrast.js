// The texts on the page whose contrast with what is behind them is below 4.5 (3 for large text).
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (css) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = css;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((part, at) => part * a + below[at] * (1 - a)).concat(1);
  const behind = (element) => {
    if (!element) return [255, 255, 255, 1];
    const own = colour(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, behind(element.parentElement));
  };
  const luminance = (rgb) =>
    rgb.slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const pale = [];
  for (const element of document.querySelectorAll("[data-testid=stMain] *")) {
    const words = [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim());
    const placeholder = element.matches("input") && !element.value && element.placeholder;
    if ((!words.length && !placeholder) || !element.checkVisibility({ checkOpacity: true })) continue;
    const style = getComputedStyle(element, placeholder ? "::placeholder" : null);
    const ground = behind(element);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    const seen = ratio(over(colour(style.color), ground), ground);
    if (seen < (large ? 3 : 4.5))
      pale.push(`${(placeholder || words[0].data).trim().slice(0, 40)}: ${seen.toFixed(2)}`);
  }
  return pale;
}
