/** English words that carry no subject, as they look after folding (no apostrophes). Only English was measured. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are arent as at be because been before being below
  between both but by can cannot cant could couldnt did didnt do does doesnt doing dont down during each few for from
  further had hadnt has hasnt have havent having he her here hers herself him himself his how i if in into is isnt it
  its itself just may me might more most must mustnt my myself no nor not now of off on once only or other our ours
  ourselves out over own same shall shant she should shouldnt so some such than that the their theirs them themselves
  then there these they this those through to too under until up us very was wasnt we were werent what when where
  which while who whom whose why will with wont would wouldnt you your yours yourself yourselves im ive id youre youve
  theyre theyve weve hes shes thats theres whats wheres whos lets
  many much among upon within without`
    .split(/\s+/)
    .filter(Boolean),
)
