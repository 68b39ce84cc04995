// Sets the chosen theme before anything is drawn, so that a reload does not flash.
try {
  const chosen = localStorage.getItem("second-coffee-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // storage may be closed to us: the system's theme stands
}
