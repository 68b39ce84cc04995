// What can complete the words before the caret: slash commands at the start, people after "@".

/** {from, items: [{insert, words, note}]} for text up to the caret, or null when nothing fits. */
export function complete(before, commands, people) {
  const items = /^\/\S*$/.test(before) ? ofCommands(before, commands) : null;
  if (items?.length) return { from: 0, items };
  const handle = before.match(/(?:^|\s)@([^\s@]*)$/);
  const found = handle ? ofPeople(handle[1].toLowerCase(), people) : [];
  return found.length ? { from: before.length - handle[1].length - 1, items: found } : null;
}

function ofCommands(typed, commands) {
  return commands
    .filter((each) => each.command.startsWith(typed.toLowerCase()))
    .map((each) => ({
      insert: each.command,
      words: each.command,
      hint: each.usage_hint,
      note: each.description,
    }));
}

function ofPeople(typed, people) {
  const fits = (person) =>
    [person.name, ...person.real_name.split(" ")].some((part) =>
      part.toLowerCase().startsWith(typed),
    );
  return people
    .filter((person) => !person.deleted && fits(person))
    .map((person) => ({
      insert: `@${person.name}`,
      words: person.real_name,
      hint: `@${person.name}`,
      note: person.title,
      person: person.id,
    }))
    .slice(0, 8);
}
