# What all steps share: one step a run, which ends with a marker on a line of its own and an exit code of its own.
# A tool's own exit code is not to be trusted: some versions give 0 after a failure.

# Runs the body of a step and ends the tool. The body is a procedure, so that its variables are not the tool's.
proc bnn_step {name code body} {
    proc bnn_body {} "global bnn\n$body"
    if {[catch bnn_body message]} {
        if {[info exists ::errorInfo]} { puts $::errorInfo }
        set cause [bnn_first_line $message]
        if {[info exists ::bnn(hint)]} { append cause " ($::bnn(hint))" }
        puts "BNN-STEP $name FAIL $cause"
        flush stdout
        exit $code
    }
    puts "BNN-STEP $name OK"
    flush stdout
    exit 0
}

# Runs one command of the tool. Its own message may be empty, so the command's name is put before it.
proc bnn_do {args} {
    if {[catch {uplevel #0 $args} result]} {
        error "[lindex $args 0]: [bnn_first_line $result]"
    }
    return $result
}

# What a tool says when the step before is missing is no help; this is said with it.
proc bnn_expect {path step} {
    if {[llength [glob -nocomplain $path]] == 0} { set ::bnn(hint) "$path is missing: run $step first" }
}

proc bnn_first_line {text} {
    foreach line [split $text "\n"] {
        if {[string trim $line] ne ""} { return [string trim $line] }
    }
    return "no reason was given"
}

# What an earlier run wrote must not be taken for what this one writes.
proc bnn_forget {patterns} {
    foreach pattern $patterns {
        foreach file [glob -nocomplain $pattern] { file delete -force $file }
    }
}
