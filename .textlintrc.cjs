// Plain English: lint/plain-english.yml has the words, .textlintignore what is left out.
module.exports = {
  plugins: { [require.resolve('./lint/typescript-prose.ts')]: true },
  filters: { comments: true },
  rules: {
    prh: {
      rulePaths: ['lint/plain-english.yml'],
      checkLink: true,
      checkBlockQuote: true,
      checkEmphasis: true,
    },
  },
};
