// The command line. It is loaded late, so that a mistake in feeds.config.ts is told in its own words.
try {
  const { program } = await import('../cli/program.ts');
  await program().parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
