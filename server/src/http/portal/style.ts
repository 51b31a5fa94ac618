/** The look of the pages for people, light and dark. Colours keep a contrast of 4.5 to 1 at least. */
export const portalStyle = `:root{color-scheme:light dark;--ink:#1c2430;--soft:#55616f;--line:#d5dce4;--edge:#8593a3;--back:#f3f6f8;--card:#fff;--accent:#0b5f6f;--accent-ink:#fff;--good:#176b41;--good-back:#e8f5ee;--bad:#a32020;--bad-back:#fdeeee}
@media(prefers-color-scheme:dark){:root{--ink:#e4e9ef;--soft:#a3b0be;--line:#303a46;--edge:#6d7b8a;--back:#12171d;--card:#1a2129;--accent:#6cc5d6;--accent-ink:#0d1a1e;--good:#7fd8aa;--good-back:#16291f;--bad:#ff9d9d;--bad-back:#331a1c}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,sans-serif;display:flex;flex-direction:column}
header{padding:1.25rem 1.5rem;display:flex;align-items:center;justify-content:space-between;gap:1rem}
.brand{font-weight:700;font-size:1.125rem;letter-spacing:.01em;color:var(--ink);text-decoration:none}
.brand::before{content:"";display:inline-block;width:.75rem;height:.75rem;margin-right:.5rem;border-radius:50% 50% 50% 0;background:var(--accent)}
main{width:100%;max-width:26rem;margin:4vh auto auto;padding:0 1rem 3rem}main.wide{max-width:46rem;margin-top:0}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:2rem;margin:0 0 1.25rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem;overflow-wrap:anywhere}.wide>h1{margin:.5rem 0 1.25rem;font-size:1.75rem}
h2{font-size:1.125rem;line-height:1.3;margin:0 0 1rem}
p{margin:0 0 1rem;overflow-wrap:anywhere}.soft,.hint{color:var(--soft)}.hint{font-size:.875rem;margin:.375rem 0 0}
form{margin:0}input[type=file]{padding:.4375rem .5rem}.field{margin:0 0 1.25rem}label{display:block;font-weight:600;margin:0 0 .375rem}
input,select{width:100%;font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);border-radius:8px;padding:.625rem .75rem}
input[readonly]{background:var(--back);border-color:var(--line);color:var(--soft)}
button{font:inherit;font-weight:600;cursor:pointer;white-space:nowrap;border-radius:8px;padding:.625rem 1.125rem;border:1px solid var(--accent);background:var(--accent);color:var(--accent-ink)}
form.main button{width:100%}button.quiet{background:none;color:var(--accent);border-color:var(--edge);padding:.4375rem .875rem}
button.link{background:none;border:0;padding:0;color:var(--accent);font-weight:400;text-decoration:underline;text-underline-offset:.15em}
button:hover,.brand:hover{filter:brightness(1.1)}a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.more{display:flex;flex-direction:column;align-items:flex-start;gap:.75rem;margin:1.5rem 0 0;padding:1.25rem 0 0;border-top:1px solid var(--line)}
.note{border-radius:8px;padding:.75rem 1rem;margin:0 0 1.25rem}.note.bad{background:var(--bad-back);color:var(--bad)}.note.good{background:var(--good-back);color:var(--good)}
dl{display:grid;grid-template-columns:minmax(8rem,auto) 1fr;gap:.625rem 1.5rem;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.pin{font-size:1.5rem;line-height:1.2;font-weight:600;font-variant-numeric:tabular-nums;letter-spacing:.02em;white-space:nowrap}
.devices{list-style:none;margin:0;padding:0}.devices li{display:flex;align-items:center;justify-content:space-between;gap:1rem;padding:.875rem 0;border-top:1px solid var(--line)}
.devices li:first-child{border-top:0;padding-top:0}.devices form,.tag{flex:none}.devices strong{font-weight:600}.devices small{display:block;color:var(--soft);font-size:.875rem}
.tag{font-size:.8125rem;font-weight:600;color:var(--good);background:var(--good-back);border-radius:999px;padding:.125rem .625rem;white-space:nowrap}
.row{display:flex;gap:.75rem;align-items:flex-end}.row .field{flex:1;margin:0}.end{margin-top:1.25rem}
code{font:.875rem ui-monospace,monospace;overflow-wrap:anywhere}
@media(max-width:32rem){header{padding:1rem}main{margin-top:0}.card{padding:1.25rem}dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 .875rem}dd:last-child{margin:0}.row{flex-direction:column;align-items:stretch}}
`;
