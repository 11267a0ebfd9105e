import ArgumentParser
import Server

@main struct Main: ParsableCommand {}
