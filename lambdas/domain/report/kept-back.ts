// Adds up the rows that are sound and were not sent. There are as many reasons as the feed has policies, so that a
// tally stays small however large the file is.

