package dev.poolwarden.demo;

/** A question and the assistant's answer to it. */
public record Exchange(Message question, Message answer) {}
