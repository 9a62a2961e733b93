/** Stands in the marker above a profile's lines in the AWS config file. */
export const betweenMarkers = 'do not edit between these lines';
