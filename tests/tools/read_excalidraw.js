// Draws a scene with Excalidraw's own code and says what it drew.
async (scene) => {
  const { elements, appState, files } = scene;
  const svg = await ExcalidrawUtils.exportToSvg({ elements, appState, files });
  const all = [...svg.querySelectorAll("*")];
  const texts = [...svg.querySelectorAll("text")];
  return {
    tags: [...new Set(all.map((one) => one.localName))].sort(),
    words: texts.map((one) => one.textContent),
    wrong: texts.filter((one) => !Number.isFinite(Number(one.getAttribute("y")))).length,
    pictures: svg.querySelectorAll("use").length,
    calls: all.flatMap((one) => [...one.attributes]).filter((one) => /^on|javascript:/i.test(one.name + one.value)).length,
  };
}
